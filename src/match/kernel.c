/* kernel.c -- which kernels there are, and which one this processor runs best. */
#include "match/kernel.h"

#define KERNEL_ROW(set) extern const struct kernel kernel_row_##set;
#include "match/kernels.h"
#undef KERNEL_ROW

static const struct kernel *const kernels[] = {
#define KERNEL_ROW(set) &kernel_row_##set,
#include "match/kernels.h"
#undef KERNEL_ROW
};

const struct kernel *kernel_at(size_t i)
{
	return i < sizeof(kernels) / sizeof(*kernels) ? kernels[i] : NULL;
}

#if defined(__x86_64__)
static bool processor_has(const char *set)
{
	bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
		  __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");

	if (strcmp(set, "avx512") == 0)
		return v3 && __builtin_cpu_supports("avx512bw") &&
		       __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
		       __builtin_cpu_supports("avx512vbmi") &&
		       __builtin_cpu_supports("avx512vbmi2") &&
		       __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("gfni");
	if (strcmp(set, "avx2") == 0)
		return v3;
	return __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt");
}
#else
/* NEON is in every 64-bit ARM. */
static bool processor_has(const char *set)
{
	return strcmp(set, "neon") == 0;
}
#endif

bool kernel_runs(const struct kernel *k)
{
	return strcmp(k->name, "scalar") == 0 || processor_has(k->name);
}

const struct kernel *kernel_best(void)
{
	size_t i = 0;

	while (!kernel_runs(kernels[i]))
		i++;
	return kernels[i];
}
