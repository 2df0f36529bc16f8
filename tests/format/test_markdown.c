/* test_markdown.c */
#include "test.h"
