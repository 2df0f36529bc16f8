/*
 * kernels.h -- one row per kernel, the fastest of a family of processors first.
 * To add one: classify_NAME.c, a row, and how it is compiled in meson.build.
 */
#if defined(__x86_64__)
KERNEL_ROW(avx512)
KERNEL_ROW(avx2)
KERNEL_ROW(ssse3)
#elif defined(__aarch64__)
KERNEL_ROW(neon)
#endif
KERNEL_ROW(scalar)
