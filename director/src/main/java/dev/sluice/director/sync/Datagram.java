package dev.sluice.director.sync;

/**
 * What every message between directors begins and ends with. Numbers are in network order.
 *
 * <pre>
 *      0               4   5   6   7   8                              16
 *      +---------------+---+---+---+---+-------------------------------+
 *      | "SlSy"        |ver|lst|knd| 0 | cluster                       |
 *      +-------+-------+---+---+---+---+-------------------------------+
 *      16      18      20              28                              36
 *      +-------+-------+---------------+-------------------------------+
 *      | node  |length | boot epoch    | sequence                      |
 *      +-------+-------+---------------+-------------------------------+
 *      36  37      39                                       length-32   length
 *      +---+-------+---------------------------+--- - - ---+-----------+
 *      |rec|  size | size bytes                | records   | seal      |
 *      +---+-------+---------------------------+--- - - ---+-----------+
 * </pre>
 *
 * {@code ver} is the version of who wrote, {@code lst} the least that can read it: a later version
 * may add records, which are passed over by their size, and fields at the end of records, which are
 * not looked at. {@code length} is that of the whole. The seal is checked before anything else is
 * looked at.
 */
final class Datagram {
    static final int MAGIC = 0x536C_5379;

    /** The version that is written. */
    static final int VERSION = 1;

    /** The least version that can read what is written. */
    static final int LEAST = 1;

    /** Versions before this one are not read: one release back. */
    static final int OLDEST = Math.max(1, VERSION - 1);

    /** Sessions, in a sequence without gaps. */
    static final int STATE = 1;

    /** What else directors say; what is lost is said again. */
    static final int CONTROL = 2;

    /** A part of a bulk transfer, on a connection of its own. */
    static final int BULK = 3;

    /** Kind of record: fills a datagram up, and is passed over as what is not known is. */
    static final int NOTHING = 0;

    static final int VERSION_AT = 4;
    static final int LEAST_AT = 5;
    static final int KIND_AT = 6;
    static final int CLUSTER_AT = 8;
    static final int NODE_AT = 16;
    static final int LENGTH_AT = 18;
    static final int EPOCH_AT = 20;
    static final int SEQUENCE_AT = 28;
    static final int HEADER_BYTES = 36;

    /** Kind and size before each record. */
    static final int RECORD_HEADER_BYTES = 3;

    static final int BYTES_MIN = HEADER_BYTES + Seal.BYTES;

    /** What the length can say. */
    static final int BYTES_MAX = 65_535;

    /** Highest number of a director. */
    static final int NODE_MAX = 4095;

    private Datagram() {}
}
