/* Prints the numbers that dev.sluice.linux.socket.Abi repeats, for socket.txt beside it:
 *   gcc -o /tmp/socket socket.c && /tmp/socket > socket.txt
 */
#define _GNU_SOURCE
#include <linux/tcp.h>
#include <linux/udp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/uio.h>

#define NUMBER(name) printf("%s %ld\n", #name, (long)(name))
#define FIELD(name, type, field) printf("%s %ld\n", name, (long)offsetof(type, field))
#define SIZE(name, type) printf("%s %ld\n", name, (long)sizeof(type))

int main(void) {
    NUMBER(AF_INET);
    NUMBER(AF_INET6);
    NUMBER(SOCK_STREAM);
    NUMBER(SOCK_DGRAM);
    NUMBER(SOCK_NONBLOCK);
    NUMBER(SOCK_CLOEXEC);
    NUMBER(MSG_NOSIGNAL);
    NUMBER(SOL_SOCKET);
    NUMBER(SO_REUSEADDR);
    NUMBER(SO_ERROR);
    NUMBER(IPPROTO_TCP);
    NUMBER(TCP_NODELAY);
    NUMBER(TCP_MD5SIG);
    NUMBER(TCP_MD5SIG_MAXKEYLEN);
    SIZE("TCP_MD5SIG_SIZE", struct tcp_md5sig);
    FIELD("TCP_MD5SIG_KEYLEN", struct tcp_md5sig, tcpm_keylen);
    FIELD("TCP_MD5SIG_KEY", struct tcp_md5sig, tcpm_key);
    NUMBER(IPPROTO_UDP);
    NUMBER(UDP_SEGMENT);
    NUMBER(UDP_GRO);
    NUMBER(IPPROTO_IP);
    NUMBER(IP_TTL);
    NUMBER(IP_RECVTTL);
    NUMBER(IPPROTO_IPV6);
    NUMBER(IPV6_UNICAST_HOPS);
    NUMBER(IPV6_V6ONLY);
    NUMBER(IPV6_RECVHOPLIMIT);
    NUMBER(IPV6_HOPLIMIT);
    NUMBER(SO_RCVBUF);
    NUMBER(SO_RCVBUFFORCE);
    NUMBER(SO_SNDBUF);
    NUMBER(SO_SNDBUFFORCE);
    NUMBER(IP_MULTICAST_IF);
    NUMBER(IP_MULTICAST_TTL);
    NUMBER(IP_MULTICAST_LOOP);
    NUMBER(IP_ADD_MEMBERSHIP);
    NUMBER(IPV6_MULTICAST_IF);
    NUMBER(IPV6_MULTICAST_HOPS);
    NUMBER(IPV6_MULTICAST_LOOP);
    NUMBER(IPV6_ADD_MEMBERSHIP);
    SIZE("IP_MREQN_SIZE", struct ip_mreqn);
    FIELD("IP_MREQN_IFINDEX", struct ip_mreqn, imr_ifindex);
    SIZE("IPV6_MREQ_SIZE", struct ipv6_mreq);
    FIELD("IPV6_MREQ_IFINDEX", struct ipv6_mreq, ipv6mr_interface);
    SIZE("SOCKADDR_IN_SIZE", struct sockaddr_in);
    FIELD("SOCKADDR_IN_PORT", struct sockaddr_in, sin_port);
    FIELD("SOCKADDR_IN_ADDR", struct sockaddr_in, sin_addr);
    SIZE("SOCKADDR_IN6_SIZE", struct sockaddr_in6);
    FIELD("SOCKADDR_IN6_ADDR", struct sockaddr_in6, sin6_addr);
    FIELD("SOCKADDR_IN6_SCOPE", struct sockaddr_in6, sin6_scope_id);
    SIZE("MSGHDR_SIZE", struct msghdr);
    FIELD("MSGHDR_NAME", struct msghdr, msg_name);
    FIELD("MSGHDR_NAMELEN", struct msghdr, msg_namelen);
    FIELD("MSGHDR_IOV", struct msghdr, msg_iov);
    FIELD("MSGHDR_IOVLEN", struct msghdr, msg_iovlen);
    FIELD("MSGHDR_CONTROL", struct msghdr, msg_control);
    FIELD("MSGHDR_CONTROLLEN", struct msghdr, msg_controllen);
    SIZE("IOVEC_SIZE", struct iovec);
    FIELD("IOVEC_LEN", struct iovec, iov_len);
    FIELD("CMSGHDR_LEVEL", struct cmsghdr, cmsg_level);
    FIELD("CMSGHDR_TYPE", struct cmsghdr, cmsg_type);
    SIZE("CMSGHDR_SIZE", struct cmsghdr);
    return 0;
}
