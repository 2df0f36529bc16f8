/* test_sealed.c */
#include "test.h"
