/*
 * pe_info.h -- what a Windows program says of itself: the strings of its
 * version (OriginalFilename, CompanyName, ...) and the path of its symbols.
 *
 * Specification: Microsoft PE/COFF (resources, debug directory),
 * VS_VERSIONINFO.  Whoever built the program chose these words: they condemn,
 * they never excuse.
 * Hostile input: three levels of resources, VERSIONS_MOST of them, STRINGS_MOST
 * strings in all; every offset is checked.
 */
#ifndef FORMAT_PE_INFO_H
#define FORMAT_PE_INFO_H

#include "base/buf.h"
#include "format/pe_image.h"

/* As values of a program (program.h): under their own names, and "pdb". */
void pe_info_read(const struct pe_image *image, struct buf *values);

#endif
