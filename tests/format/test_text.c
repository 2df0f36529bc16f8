/* test_text.c */
#include "test.h"
