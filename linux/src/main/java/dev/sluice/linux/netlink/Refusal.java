package dev.sluice.linux.netlink;

import dev.sluice.linux.call.KernelException;

/**
 * The kernel's verdict on a request: a number, and since Linux 4.12 words.
 *
 * <pre>
 *   0        4                20
 *  +--------+----------------+--------------------------------------------+
 *  | -errno | the request's  | the rest of the request unless it was cut  |
 *  | or 0   | header         | off, then attributes (NLM_F_ACK_TLVS)      |
 *  +--------+----------------+--------------------------------------------+
 * </pre>
 */
final class Refusal {
    private static final int ERRNO_BYTES = 4;

    private Refusal() {}

    /** Throws if the verdict is no. */
    static void check(Message verdict, String what) {
        int error = verdict.number4(0);
        if (error != 0) {
            throw new KernelException(what, -error, words(verdict));
        }
    }

    private static String words(Message verdict) {
        if ((verdict.flags() & Abi.NLM_F_ACK_TLVS) == 0) {
            return "";
        }
        boolean cut = (verdict.flags() & Abi.NLM_F_CAPPED) != 0;
        int request = cut ? Abi.NLMSGHDR_SIZE : verdict.number4(ERRNO_BYTES);
        return verdict.attributes(ERRNO_BYTES + request).text(Abi.NLMSGERR_ATTR_MSG);
    }
}
