/* process_messages.h -- what parent and zygote say to each other; private to base/. */
#ifndef BASE_PROCESS_MESSAGES_H
#define BASE_PROCESS_MESSAGES_H

#define ZYGOTE_FD 3		/* the control channel in an exec'd zygote */

enum zygote_order {
	ORDER_FD = 1,		/* one of the setup's descriptors */
	ORDER_PREPARE,		/* u8 sandbox, strict, nice, lean; u32 needs; span job, setup */
	ORDER_FORK,		/* with the worker's end of its channel */
	ORDER_END,		/* u32 pid: kill and reap */
};

enum zygote_answer {
	ANSWER_READY = 101,	/* u8 seccomp, u32 landlock */
	ANSWER_FAILED,		/* u8 code, span text */
	ANSWER_FORKED,		/* u32 pid */
	ANSWER_ENDED,		/* u32 status as of wait, or UINT32_MAX: it cannot be ended now */
};

#endif
