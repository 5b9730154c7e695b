package dev.sluice.linux.device;

/**
 * The kernel's numbers for devices: include/uapi/linux/ethtool.h, sockios.h and net/if.h. A test
 * compares each with what a C program printed. Those of a structure are where a field lies in it.
 */
final class Abi {
    static final int AF_INET = 2;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SIOCETHTOOL = 0x8946;

    static final int IFREQ_SIZE = 40;
    static final int IFREQ_NAME = 0;
    static final int IFREQ_DATA = 16;
    static final int IFNAMSIZ = 16;

    static final int ETHTOOL_GDRVINFO = 3;
    static final int ETHTOOL_GTXCSUM = 0x16;
    static final int ETHTOOL_STXCSUM = 0x17;
    static final int ETHTOOL_GTSO = 0x1e;
    static final int ETHTOOL_GGRO = 0x2b;
    static final int ETHTOOL_GFLAGS = 0x25;
    static final int ETHTOOL_SFLAGS = 0x26;
    static final int ETHTOOL_GCHANNELS = 0x3c;

    static final int ETH_FLAG_TXVLAN = 1 << 7;
    static final int ETH_FLAG_RXVLAN = 1 << 8;
    static final int ETH_FLAG_LRO = 1 << 15;

    static final int VALUE_SIZE = 8;
    static final int VALUE_DATA = 4;

    static final int DRVINFO_SIZE = 196;
    static final int DRVINFO_DRIVER = 4;

    static final int CHANNELS_SIZE = 36;
    static final int CHANNELS_MAX_RX = 4;
    static final int CHANNELS_RX_COUNT = 20;
    static final int CHANNELS_TX_COUNT = 24;
    static final int CHANNELS_COMBINED_COUNT = 32;

    private Abi() {}
}
