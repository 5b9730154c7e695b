package dev.sluice.linux.bpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A BPF program while it is written: each call adds an instruction, and a method that writes a
 * program reads like the program. Labels are made by {@link #label}, may be jumped to before they
 * are placed, and are placed once.
 *
 * <p>An instruction is eight bytes (RFC 9669 §3), here a little-endian long:
 *
 * <pre>
 *  63                            32 31             16 15   12 11    8 7         0
 * +--------------------------------+-----------------+-------+-------+-----------+
 * |           immediate            |     offset      |  src  |  dst  |  opcode   |
 * +--------------------------------+-----------------+-------+-------+-----------+
 * </pre>
 */
public final class ProgramText {
    // Classes of instructions, and where the second operand is: RFC 9669 §3.1 and §4.1.
    private static final int LD_IMMEDIATE_LONG = 0x18;
    private static final int LDX = 0x61;
    private static final int ST = 0x62;
    private static final int STX = 0x63;
    private static final int STX_ATOMIC = 0xc3;
    private static final int ALU64 = 0x07;
    private static final int JMP = 0x05;
    private static final int FROM_REGISTER = 0x08;

    private static final int ADD = 0x00;
    private static final int SUBTRACT = 0x10;
    private static final int MULTIPLY = 0x20;
    private static final int DIVIDE = 0x30;
    private static final int OR = 0x40;
    private static final int AND = 0x50;
    private static final int SHIFT_LEFT = 0x60;
    private static final int SHIFT_RIGHT = 0x70;
    private static final int XOR = 0xa0;
    private static final int MOVE = 0xb0;
    private static final int TO_BIG_ENDIAN = 0xdc;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    /** In the place of a source register: the immediate is a map's descriptor. */
    private static final int IS_MAP = 1;

    private final List<Jump> jumps = new ArrayList<>();
    private long[] instructions = new long[256];
    private int count;

    private record Jump(int from, Label to) {}

    public Label label(String name) {
        return new Label(name);
    }

    /** The next instruction is where a label is. */
    public ProgramText place(Label label) {
        label.place(count);
        return this;
    }

    /** {@code to = *(width *) (from + offset)}, other bits zero. */
    public ProgramText load(Width width, Register to, Register from, int offset) {
        return add(LDX | width.code(), to, from, offset, 0);
    }

    /** {@code *(width *) (to + offset) = value}. */
    public ProgramText store(Width width, Register to, int offset, Register value) {
        return add(STX | width.code(), to, value, offset, 0);
    }

    /** {@code *(width *) (to + offset) = value}; a long's value is sign-extended. */
    public ProgramText store(Width width, Register to, int offset, int value) {
        return add(ST | width.code(), to, Register.R0, offset, value);
    }

    /** {@code *(width *) (to + offset) += value}, at once for all processors: int or long. */
    public ProgramText addAtomically(Width width, Register to, int offset, Register value) {
        return add(STX_ATOMIC | width.code(), to, value, offset, ADD);
    }

    /** {@code *(width *) (to + offset) |= value}, at once for all processors: int or long. */
    public ProgramText orAtomically(Width width, Register to, int offset, Register value) {
        return add(STX_ATOMIC | width.code(), to, value, offset, OR);
    }

    public ProgramText set(Register to, Register from) {
        return compute(MOVE, to, from);
    }

    /** {@code to = value}, sign-extended. */
    public ProgramText set(Register to, int value) {
        return compute(MOVE, to, value);
    }

    /** {@code to = value}, all 64 bits of it. */
    public ProgramText setLong(Register to, long value) {
        add(LD_IMMEDIATE_LONG, to, Register.R0, 0, (int) value);
        return add(0, Register.R0, Register.R0, 0, (int) (value >>> 32));
    }

    /** {@code to = &map}, as calls on maps want it. */
    public ProgramText setMap(Register to, BpfMap map) {
        append(encode(LD_IMMEDIATE_LONG, to.number(), IS_MAP, 0, map.descriptor()));
        return add(0, Register.R0, Register.R0, 0, 0);
    }

    public ProgramText add(Register to, Register value) {
        return compute(ADD, to, value);
    }

    public ProgramText add(Register to, int value) {
        return compute(ADD, to, value);
    }

    public ProgramText subtract(Register to, Register value) {
        return compute(SUBTRACT, to, value);
    }

    public ProgramText multiply(Register to, Register by) {
        return compute(MULTIPLY, to, by);
    }

    /** Unsigned; by 0 it becomes 0. */
    public ProgramText divide(Register to, Register by) {
        return compute(DIVIDE, to, by);
    }

    public ProgramText or(Register to, Register value) {
        return compute(OR, to, value);
    }

    public ProgramText xor(Register to, Register value) {
        return compute(XOR, to, value);
    }

    /** Turns the bits around that are set in the mask, which is sign-extended. */
    public ProgramText xor(Register to, int mask) {
        return compute(XOR, to, mask);
    }

    public ProgramText and(Register to, int mask) {
        return compute(AND, to, mask);
    }

    public ProgramText shiftLeft(Register to, int bits) {
        return compute(SHIFT_LEFT, to, bits);
    }

    public ProgramText shiftRight(Register to, int bits) {
        return compute(SHIFT_RIGHT, to, bits);
    }

    /** From network to host order or back; other bits become zero. */
    public ProgramText turnAround(Width width, Register of) {
        return add(TO_BIG_ENDIAN, of, Register.R0, 0, width.bits());
    }

    public ProgramText jump(Label to) {
        jumps.add(new Jump(count, to));
        return add(JMP, Register.R0, Register.R0, 0, 0);
    }

    /** Jumps if {@code value} is as {@code condition} says, compared with {@code other}. */
    public ProgramText jumpIf(Register value, Condition condition, Register other, Label to) {
        jumps.add(new Jump(count, to));
        return add(JMP | FROM_REGISTER | condition.code(), value, other, 0, 0);
    }

    /** The same with a constant, sign-extended to 64 bits. */
    public ProgramText jumpIf(Register value, Condition condition, int other, Label to) {
        jumps.add(new Jump(count, to));
        return add(JMP | condition.code(), value, Register.R0, 0, other);
    }

    public ProgramText call(KernelFunction function) {
        return add(CALL, Register.R0, Register.R0, 0, function.number());
    }

    /**
     * {@code R0 =} where the value lies that a map has for a key on the stack; 0 if there is none.
     */
    public ProgramText lookUp(BpfMap map, int key) {
        setMap(Register.R1, map).set(Register.R2, Register.STACK).add(Register.R2, key);
        return call(KernelFunction.MAP_LOOKUP);
    }

    /**
     * Adds one to a count of the running processor's own, which nobody else writes. Changes what
     * calls change.
     *
     * @param counts of {@link MapShape#counters}
     * @param which holds the count's number
     * @param scratch four bytes of the stack
     */
    public ProgramText count(BpfMap counts, Register which, int scratch) {
        Label none = label("no count");
        store(Width.INT, Register.STACK, scratch, which);
        lookUp(counts, scratch).jumpIf(Register.R0, Condition.EQUALS, 0, none);
        load(Width.LONG, Register.R1, Register.R0, 0).add(Register.R1, 1);
        return store(Width.LONG, Register.R0, 0, Register.R1).place(none);
    }

    /** Ends with what is in {@link Register#R0}. */
    public ProgramText exit() {
        return add(EXIT, Register.R0, Register.R0, 0, 0);
    }

    /** The instructions, with jumps that know where they lead. */
    long[] instructions() {
        long[] done = Arrays.copyOf(instructions, count);
        for (Jump jump : jumps) {
            int distance = jump.to().at() - jump.from() - 1;
            if (distance != (short) distance) {
                throw new IllegalStateException("a jump of " + distance + " is too far");
            }
            done[jump.from()] |= (distance & 0xffffL) << 16;
        }
        return done;
    }

    private ProgramText compute(int operation, Register to, Register value) {
        return add(ALU64 | FROM_REGISTER | operation, to, value, 0, 0);
    }

    private ProgramText compute(int operation, Register to, int value) {
        return add(ALU64 | operation, to, Register.R0, 0, value);
    }

    private ProgramText add(int opcode, Register to, Register from, int offset, int immediate) {
        return append(encode(opcode, to.number(), from.number(), offset, immediate));
    }

    private ProgramText append(long instruction) {
        if (count == instructions.length) {
            instructions = Arrays.copyOf(instructions, 2 * count);
        }
        instructions[count++] = instruction;
        return this;
    }

    private static long encode(int opcode, int to, int from, int offset, int immediate) {
        return (long) immediate << 32 | (offset & 0xffffL) << 16 | from << 12 | to << 8 | opcode;
    }
}
