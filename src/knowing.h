/* knowing.h -- the tables that the user had made (tocsin knowledge update); private. */
#ifndef KNOWING_H
#define KNOWING_H

#include "run.h"

/*
 * Names and warning lists of this run: those of the file of the setting "knowledge" when it is
 * whole and newer than what ships (told as a remark when it is not), else the shipped ones.
 * Sets run->knowledge_fd, which holds the tables, or -1.
 */
int knowing_open(struct tocsin_run *run, struct error *e);

/* Its warning lists for who judges: they take a millisecond, which is spent when all is read. */
int knowing_judge(struct tocsin_run *run, struct error *e);

#endif
