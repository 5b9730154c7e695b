/* Prints the numbers that dev.sluice.linux.netlink.Abi repeats, for netlink.txt beside it:
 *   gcc -o /tmp/netlink netlink.c && /tmp/netlink > netlink.txt
 */
#define _GNU_SOURCE
#include <linux/fib_rules.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>

#define NUMBER(name) printf("%s %lld\n", #name, (long long)(name))
#define SIZE(name, type) printf("%s_SIZE %zu\n", name, sizeof(struct type))
#define FIELD(name, type, field) printf("%s %zu\n", name, offsetof(struct type, field))

int main(void) {
    NUMBER(AF_UNSPEC);
    NUMBER(AF_INET);
    NUMBER(AF_INET6);
    NUMBER(AF_NETLINK);
    NUMBER(SOCK_RAW);
    NUMBER(SOCK_CLOEXEC);
    NUMBER(SOL_SOCKET);
    NUMBER(SO_RCVBUFFORCE);
    NUMBER(SOL_NETLINK);
    NUMBER(NETLINK_ADD_MEMBERSHIP);
    NUMBER(NETLINK_EXT_ACK);
    NUMBER(NETLINK_CAP_ACK);
    NUMBER(NETLINK_ROUTE);
    NUMBER(NETLINK_GENERIC);
    SIZE("SOCKADDR", sockaddr_nl);
    NUMBER(NLMSG_ERROR);
    NUMBER(NLMSG_DONE);
    NUMBER(NLM_F_REQUEST);
    NUMBER(NLM_F_MULTI);
    NUMBER(NLM_F_ACK);
    NUMBER(NLM_F_DUMP_INTR);
    NUMBER(NLM_F_DUMP);
    NUMBER(NLM_F_REPLACE);
    NUMBER(NLM_F_EXCL);
    NUMBER(NLM_F_CREATE);
    NUMBER(NLM_F_APPEND);
    NUMBER(NLM_F_ACK_TLVS);
    NUMBER(NLM_F_CAPPED);
    NUMBER(NLMSGERR_ATTR_MSG);
    NUMBER(NLA_F_NESTED);
    NUMBER(NLA_TYPE_MASK);
    SIZE("NLMSGHDR", nlmsghdr);
    FIELD("NLMSGHDR_LEN", nlmsghdr, nlmsg_len);
    FIELD("NLMSGHDR_TYPE", nlmsghdr, nlmsg_type);
    FIELD("NLMSGHDR_FLAGS", nlmsghdr, nlmsg_flags);
    FIELD("NLMSGHDR_SEQ", nlmsghdr, nlmsg_seq);
    SIZE("NLATTR", nlattr);
    NUMBER(RTM_NEWLINK);
    NUMBER(RTM_DELLINK);
    NUMBER(RTM_GETLINK);
    NUMBER(RTM_SETLINK);
    NUMBER(RTM_NEWADDR);
    NUMBER(RTM_DELADDR);
    NUMBER(RTM_GETADDR);
    NUMBER(RTM_NEWROUTE);
    NUMBER(RTM_DELROUTE);
    NUMBER(RTM_GETROUTE);
    NUMBER(RTM_NEWNEIGH);
    NUMBER(RTM_DELNEIGH);
    NUMBER(RTM_GETNEIGH);
    NUMBER(RTM_NEWRULE);
    NUMBER(RTM_DELRULE);
    NUMBER(RTM_GETRULE);
    NUMBER(RTNLGRP_LINK);
    NUMBER(RTNLGRP_NEIGH);
    NUMBER(RTNLGRP_IPV4_IFADDR);
    NUMBER(RTNLGRP_IPV4_ROUTE);
    NUMBER(RTNLGRP_IPV6_IFADDR);
    NUMBER(RTNLGRP_IPV6_ROUTE);
    SIZE("IFINFOMSG", ifinfomsg);
    FIELD("IFINFOMSG_INDEX", ifinfomsg, ifi_index);
    FIELD("IFINFOMSG_FLAGS", ifinfomsg, ifi_flags);
    FIELD("IFINFOMSG_CHANGE", ifinfomsg, ifi_change);
    NUMBER(IFF_UP);
    NUMBER(IFF_LOOPBACK);
    NUMBER(IFF_RUNNING);
    NUMBER(IFLA_ADDRESS);
    NUMBER(IFLA_IFNAME);
    NUMBER(IFLA_MTU);
    NUMBER(IFLA_LINK);
    NUMBER(IFLA_MASTER);
    NUMBER(IFLA_LINKINFO);
    NUMBER(IFLA_NET_NS_FD);
    NUMBER(IFLA_EXT_MASK);
    NUMBER(IFLA_NUM_TX_QUEUES);
    NUMBER(IFLA_NUM_RX_QUEUES);
    NUMBER(IFLA_XDP);
    NUMBER(IFLA_XDP_PROG_ID);
    NUMBER(IFLA_INFO_KIND);
    NUMBER(IFLA_INFO_DATA);
    NUMBER(VETH_INFO_PEER);
    SIZE("IFADDRMSG", ifaddrmsg);
    FIELD("IFADDRMSG_PREFIXLEN", ifaddrmsg, ifa_prefixlen);
    FIELD("IFADDRMSG_INDEX", ifaddrmsg, ifa_index);
    NUMBER(IFA_ADDRESS);
    NUMBER(IFA_LOCAL);
    NUMBER(IFA_FLAGS);
    NUMBER(IFA_F_NODAD);
    SIZE("RTMSG", rtmsg);
    FIELD("RTMSG_DST_LEN", rtmsg, rtm_dst_len);
    FIELD("RTMSG_TABLE", rtmsg, rtm_table);
    FIELD("RTMSG_PROTOCOL", rtmsg, rtm_protocol);
    FIELD("RTMSG_SCOPE", rtmsg, rtm_scope);
    FIELD("RTMSG_TYPE", rtmsg, rtm_type);
    FIELD("RTMSG_FLAGS", rtmsg, rtm_flags);
    NUMBER(RTA_DST);
    NUMBER(RTA_OIF);
    NUMBER(RTA_GATEWAY);
    NUMBER(RTA_PRIORITY);
    NUMBER(RTA_PREFSRC);
    NUMBER(RTA_MULTIPATH);
    NUMBER(RTA_TABLE);
    NUMBER(RTA_VIA);
    NUMBER(RTN_UNICAST);
    NUMBER(RTN_LOCAL);
    NUMBER(RTN_BLACKHOLE);
    NUMBER(RTN_UNREACHABLE);
    NUMBER(RT_SCOPE_UNIVERSE);
    NUMBER(RT_SCOPE_LINK);
    NUMBER(RT_SCOPE_HOST);
    NUMBER(RT_TABLE_MAIN);
    NUMBER(RT_TABLE_LOCAL);
    NUMBER(RTPROT_BOOT);
    NUMBER(RTPROT_STATIC);
    NUMBER(RTM_F_CLONED);
    SIZE("RTNEXTHOP", rtnexthop);
    FIELD("RTNEXTHOP_HOPS", rtnexthop, rtnh_hops);
    FIELD("RTNEXTHOP_IFINDEX", rtnexthop, rtnh_ifindex);
    SIZE("NDMSG", ndmsg);
    FIELD("NDMSG_IFINDEX", ndmsg, ndm_ifindex);
    FIELD("NDMSG_STATE", ndmsg, ndm_state);
    FIELD("NDMSG_FLAGS", ndmsg, ndm_flags);
    NUMBER(NDA_DST);
    NUMBER(NDA_LLADDR);
    NUMBER(NDA_FLAGS_EXT);
    NUMBER(NTF_EXT_MANAGED);
    NUMBER(NTF_USE);
    NUMBER(NUD_NONE);
    NUMBER(NUD_FAILED);
    NUMBER(NUD_REACHABLE);
    NUMBER(NUD_STALE);
    NUMBER(NUD_DELAY);
    NUMBER(NUD_PROBE);
    NUMBER(NUD_NOARP);
    NUMBER(NUD_PERMANENT);
    SIZE("FIB_RULE_HDR", fib_rule_hdr);
    FIELD("FIB_RULE_HDR_DST_LEN", fib_rule_hdr, dst_len);
    FIELD("FIB_RULE_HDR_SRC_LEN", fib_rule_hdr, src_len);
    FIELD("FIB_RULE_HDR_TABLE", fib_rule_hdr, table);
    FIELD("FIB_RULE_HDR_ACTION", fib_rule_hdr, action);
    NUMBER(FR_ACT_TO_TBL);
    NUMBER(FRA_DST);
    NUMBER(FRA_SRC);
    NUMBER(FRA_IIFNAME);
    NUMBER(FRA_PRIORITY);
    NUMBER(FRA_TABLE);
    SIZE("GENLMSGHDR", genlmsghdr);
    NUMBER(GENL_ID_CTRL);
    NUMBER(CTRL_CMD_GETFAMILY);
    NUMBER(CTRL_ATTR_FAMILY_ID);
    NUMBER(CTRL_ATTR_FAMILY_NAME);
    return 0;
}
