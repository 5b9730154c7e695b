package dev.sluice.linux.netlink;

/**
 * The kernel's numbers for netlink: include/uapi/linux/netlink.h, rtnetlink.h, if_link.h,
 * if_addr.h, neighbour.h, fib_rules.h and genetlink.h. A test compares each with what a C program
 * printed. Those of a structure are where a field lies in it.
 */
final class Abi {
    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    static final int AF_NETLINK = 16;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUFFORCE = 33;
    static final int SOL_NETLINK = 270;
    static final int NETLINK_ADD_MEMBERSHIP = 1;
    static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_CAP_ACK = 10;
    static final int NETLINK_ROUTE = 0;
    static final int NETLINK_GENERIC = 16;

    static final int SOCKADDR_SIZE = 12;

    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_REQUEST = 1;
    static final int NLM_F_MULTI = 2;
    static final int NLM_F_ACK = 4;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_DUMP = 0x300;
    static final int NLM_F_REPLACE = 0x100;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;
    static final int NLM_F_APPEND = 0x800;
    static final int NLM_F_ACK_TLVS = 0x200;
    static final int NLM_F_CAPPED = 0x100;
    static final int NLMSGERR_ATTR_MSG = 1;
    static final int NLA_F_NESTED = 0x8000;
    static final int NLA_TYPE_MASK = 0xffff3fff;

    static final int NLMSGHDR_SIZE = 16;
    static final int NLMSGHDR_LEN = 0;
    static final int NLMSGHDR_TYPE = 4;
    static final int NLMSGHDR_FLAGS = 6;
    static final int NLMSGHDR_SEQ = 8;
    static final int NLATTR_SIZE = 4;

    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_SETLINK = 19;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;
    static final int RTM_NEWNEIGH = 28;
    static final int RTM_DELNEIGH = 29;
    static final int RTM_GETNEIGH = 30;
    static final int RTM_NEWRULE = 32;
    static final int RTM_DELRULE = 33;
    static final int RTM_GETRULE = 34;

    static final int RTNLGRP_LINK = 1;
    static final int RTNLGRP_NEIGH = 3;
    static final int RTNLGRP_IPV4_IFADDR = 5;
    static final int RTNLGRP_IPV4_ROUTE = 7;
    static final int RTNLGRP_IPV6_IFADDR = 9;
    static final int RTNLGRP_IPV6_ROUTE = 11;

    static final int IFINFOMSG_SIZE = 16;
    static final int IFINFOMSG_INDEX = 4;
    static final int IFINFOMSG_FLAGS = 8;
    static final int IFINFOMSG_CHANGE = 12;

    static final int IFF_UP = 1;
    static final int IFF_LOOPBACK = 8;
    static final int IFF_RUNNING = 0x40;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_MASTER = 10;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_EXT_MASK = 29;
    static final int IFLA_NUM_TX_QUEUES = 31;
    static final int IFLA_NUM_RX_QUEUES = 32;
    static final int IFLA_XDP = 43;
    static final int IFLA_XDP_PROG_ID = 4;
    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;
    static final int VETH_INFO_PEER = 1;

    static final int IFADDRMSG_SIZE = 8;
    static final int IFADDRMSG_PREFIXLEN = 1;
    static final int IFADDRMSG_INDEX = 4;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_FLAGS = 8;
    static final int IFA_F_NODAD = 2;

    static final int RTMSG_SIZE = 12;
    static final int RTMSG_DST_LEN = 1;
    static final int RTMSG_TABLE = 4;
    static final int RTMSG_PROTOCOL = 5;
    static final int RTMSG_SCOPE = 6;
    static final int RTMSG_TYPE = 7;
    static final int RTMSG_FLAGS = 8;

    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;

    static final int RTN_UNICAST = 1;
    static final int RTN_LOCAL = 2;
    static final int RTN_BLACKHOLE = 6;
    static final int RTN_UNREACHABLE = 7;
    static final int RT_SCOPE_UNIVERSE = 0;
    static final int RT_SCOPE_LINK = 253;
    static final int RT_SCOPE_HOST = 254;
    static final int RT_TABLE_MAIN = 254;
    static final int RT_TABLE_LOCAL = 255;
    static final int RTPROT_BOOT = 3;
    static final int RTPROT_STATIC = 4;
    static final int RTM_F_CLONED = 0x200;

    static final int RTNEXTHOP_SIZE = 8;
    static final int RTNEXTHOP_HOPS = 3;
    static final int RTNEXTHOP_IFINDEX = 4;

    static final int NDMSG_SIZE = 12;
    static final int NDMSG_IFINDEX = 4;
    static final int NDMSG_STATE = 8;
    static final int NDMSG_FLAGS = 10;

    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;
    static final int NDA_FLAGS_EXT = 15;
    static final int NTF_EXT_MANAGED = 1;
    static final int NTF_USE = 1;
    static final int NUD_NONE = 0;
    static final int NUD_FAILED = 32;
    static final int NUD_REACHABLE = 2;
    static final int NUD_STALE = 4;
    static final int NUD_DELAY = 8;
    static final int NUD_PROBE = 0x10;
    static final int NUD_NOARP = 0x40;
    static final int NUD_PERMANENT = 0x80;

    static final int FIB_RULE_HDR_SIZE = 12;
    static final int FIB_RULE_HDR_DST_LEN = 1;
    static final int FIB_RULE_HDR_SRC_LEN = 2;
    static final int FIB_RULE_HDR_TABLE = 4;
    static final int FIB_RULE_HDR_ACTION = 7;

    static final int FR_ACT_TO_TBL = 1;
    static final int FRA_DST = 1;
    static final int FRA_SRC = 2;
    static final int FRA_IIFNAME = 3;
    static final int FRA_PRIORITY = 6;
    static final int FRA_TABLE = 15;

    static final int GENLMSGHDR_SIZE = 4;
    static final int GENL_ID_CTRL = 16;
    static final int CTRL_CMD_GETFAMILY = 3;
    static final int CTRL_ATTR_FAMILY_ID = 1;
    static final int CTRL_ATTR_FAMILY_NAME = 2;

    private Abi() {}
}
