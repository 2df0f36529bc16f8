/*
 * compat.h -- the only place with #if for platforms and toolchains: kernel
 * constants that Debian 12's headers lack, and what sanitizers change.
 */
#ifndef BASE_COMPAT_H
#define BASE_COMPAT_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define COMPAT_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(undefined_behavior_sanitizer)
#define COMPAT_SANITIZED true
#endif
#endif
#ifndef COMPAT_SANITIZED
#define COMPAT_SANITIZED false
#endif

/* A loop over many bytes, compiled for several instruction sets; the processor's best is taken. */
#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define COMPAT_CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define COMPAT_CLONES
#endif

/* Landlock by system call (linux/landlock.h of 6.1 knows ABI 2 only). */
#define LANDLOCK_CREATE_RULESET_CALL 444
#define LANDLOCK_ADD_RULE_CALL       445
#define LANDLOCK_RESTRICT_SELF_CALL  446
#define LANDLOCK_VERSION_FLAG        1u
#define LANDLOCK_PATH_BENEATH        1

struct landlock_ruleset {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;	/* from ABI 4 */
	uint64_t scoped;		/* from ABI 6 */
};

struct landlock_path {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

#define LANDLOCK_FS_EXECUTE   (UINT64_C(1) << 0)
#define LANDLOCK_FS_READ_FILE (UINT64_C(1) << 2)
#define LANDLOCK_FS_READ_DIR  (UINT64_C(1) << 3)

#endif
