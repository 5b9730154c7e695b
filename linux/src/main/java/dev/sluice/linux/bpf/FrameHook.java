package dev.sluice.linux.bpf;

/** Where a program for frames runs: what it is given, and how it says what becomes of a frame. */
public enum FrameHook {
    /** At an interface, before the kernel knows anything of a frame. */
    XDP(
            ProgramType.XDP,
            AttachType.XDP,
            XdpFields.DATA,
            XdpFields.DATA_END,
            XdpAction.PASS.number(),
            XdpAction.DROP.number(),
            XdpAction.REDIRECT.number()),
    /**
     * In traffic control, behind XDP: a frame may be larger than the MTU, to be cut when it leaves,
     * and checksums may be unfinished.
     */
    TC(
            ProgramType.TC,
            AttachType.TCX_INGRESS,
            SkbFields.DATA,
            SkbFields.DATA_END,
            FrameHook.TCX_NEXT,
            FrameHook.TCX_DROP,
            FrameHook.TCX_REDIRECT);

    /** Goes on to whoever comes next, and at last to the kernel. */
    static final int TCX_NEXT = -1;

    static final int TCX_DROP = 2;

    static final int TCX_REDIRECT = 7;

    private final ProgramType type;
    private final AttachType attach;
    private final int data;
    private final int end;
    private final int pass;
    private final int drop;
    private final int redirect;

    FrameHook(
            ProgramType type,
            AttachType attach,
            int data,
            int end,
            int pass,
            int drop,
            int redirect) {
        this.type = type;
        this.attach = attach;
        this.data = data;
        this.end = end;
        this.pass = pass;
        this.drop = drop;
        this.redirect = redirect;
    }

    /** Has a program for it verified and translated. */
    public BpfProgram load(String name, ProgramText text) {
        return BpfProgram.load(name, type, attach, text);
    }

    /** Finds the bounds of a frame's bytes, or of those that lie in one piece from its first. */
    public void bounds(ProgramText p, Register context, Register at, Register behind) {
        p.load(Width.INT, at, context, data).load(Width.INT, behind, context, end);
    }

    /** The number that gives a frame to the kernel. */
    public int pass() {
        return pass;
    }

    /** The number that drops a frame. */
    public int drop() {
        return drop;
    }

    /** The number that gives a frame to whom a call has named before. */
    public int redirect() {
        return redirect;
    }
}
