/* Prints the numbers that dev.sluice.linux.bpf.Layout and its enums repeat, for bpf.txt beside it:
 *   gcc -o /tmp/bpf bpf.c && /tmp/bpf > bpf.txt
 */
#include <stddef.h>
#include <stdio.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/if_link.h>

/* Since Linux 6.6. */
#ifndef BPF_F_BEFORE
#define BPF_F_BEFORE (1U << 3)
#define BPF_TCX_INGRESS 46
#endif

#define AT(name, type, field) printf("%s %zu\n", name, offsetof(type, field))
#define IS(name, value) printf("%s %lld\n", name, (long long)(value))

typedef union bpf_attr attr;

int main(void) {
    IS("SIZE", sizeof(attr));
    IS("StorageTypes.MAGIC", BTF_MAGIC);
    IS("StorageTypes.VERSION", BTF_VERSION);
    IS("StorageTypes.HEADER_BYTES", sizeof(struct btf_header));
    IS("StorageTypes.KIND_INT", BTF_KIND_INT);
    IS("StorageTypes.KIND_ARRAY", BTF_KIND_ARRAY);

    AT("MAP_TYPE", attr, map_type);
    AT("MAP_KEY_SIZE", attr, key_size);
    AT("MAP_VALUE_SIZE", attr, value_size);
    AT("MAP_MAX_ENTRIES", attr, max_entries);
    AT("MAP_FLAGS", attr, map_flags);
    AT("MAP_NAME", attr, map_name);
    AT("MAP_BTF_FD", attr, btf_fd);
    AT("MAP_BTF_KEY", attr, btf_key_type_id);
    AT("MAP_BTF_VALUE", attr, btf_value_type_id);

    AT("ELEMENT_MAP", attr, map_fd);
    AT("ELEMENT_KEY", attr, key);
    AT("ELEMENT_VALUE", attr, value);
    AT("ELEMENT_NEXT_KEY", attr, next_key);
    AT("ELEMENT_FLAGS", attr, flags);

    AT("PROGRAM_TYPE", attr, prog_type);
    AT("PROGRAM_COUNT", attr, insn_cnt);
    AT("PROGRAM_INSTRUCTIONS", attr, insns);
    AT("PROGRAM_LICENSE", attr, license);
    AT("PROGRAM_LOG_LEVEL", attr, log_level);
    AT("PROGRAM_LOG_SIZE", attr, log_size);
    AT("PROGRAM_LOG", attr, log_buf);
    AT("PROGRAM_NAME", attr, prog_name);
    AT("PROGRAM_ATTACH_TYPE", attr, expected_attach_type);

    AT("PIN_PATH", attr, pathname);
    AT("PIN_OBJECT", attr, bpf_fd);

    AT("RUN_PROGRAM", attr, test.prog_fd);
    AT("RUN_RESULT", attr, test.retval);
    AT("RUN_IN_SIZE", attr, test.data_size_in);
    AT("RUN_OUT_SIZE", attr, test.data_size_out);
    AT("RUN_IN", attr, test.data_in);
    AT("RUN_OUT", attr, test.data_out);
    AT("RUN_REPEAT", attr, test.repeat);
    AT("RUN_DURATION", attr, test.duration);
    AT("RUN_CONTEXT_SIZE", attr, test.ctx_size_in);
    AT("RUN_CONTEXT", attr, test.ctx_in);
    AT("RUN_FLAGS", attr, test.flags);
    AT("RUN_BATCH", attr, test.batch_size);

    AT("OBJECT_FD", attr, info.bpf_fd);
    AT("OBJECT_SIZE", attr, info.info_len);
    AT("OBJECT_TO", attr, info.info);

    AT("LINK_PROGRAM", attr, link_create.prog_fd);
    AT("LINK_TARGET", attr, link_create.target_fd);
    AT("LINK_ATTACH_TYPE", attr, link_create.attach_type);
    AT("LINK_FLAGS", attr, link_create.flags);

    AT("UPDATE_LINK", attr, link_update.link_fd);
    AT("UPDATE_PROGRAM", attr, link_update.new_prog_fd);

    AT("DETACH_LINK", attr, link_detach.link_fd);

    AT("BTF_BYTES", attr, btf);
    AT("BTF_SIZE", attr, btf_size);

    AT("OF_PROGRAM_ID", struct bpf_prog_info, id);
    AT("OF_PROGRAM_NAME", struct bpf_prog_info, name);
    AT("OF_MAP_TYPE", struct bpf_map_info, type);
    AT("OF_MAP_ID", struct bpf_map_info, id);
    AT("OF_MAP_KEY_SIZE", struct bpf_map_info, key_size);
    AT("OF_MAP_VALUE_SIZE", struct bpf_map_info, value_size);
    AT("OF_MAP_MAX_ENTRIES", struct bpf_map_info, max_entries);
    AT("OF_MAP_FLAGS", struct bpf_map_info, map_flags);
    AT("OF_MAP_NAME", struct bpf_map_info, name);
    AT("OF_LINK_TYPE", struct bpf_link_info, type);
    AT("OF_LINK_ID", struct bpf_link_info, id);
    AT("OF_LINK_PROGRAM_ID", struct bpf_link_info, prog_id);
    AT("OF_LINK_IFINDEX", struct bpf_link_info, xdp.ifindex);
    AT("OF_LINK_CGROUP_ID", struct bpf_link_info, cgroup.cgroup_id);

    AT("XdpFields.DATA", struct xdp_md, data);
    AT("XdpFields.DATA_END", struct xdp_md, data_end);
    AT("XdpFields.INGRESS_IFINDEX", struct xdp_md, ingress_ifindex);
    AT("XdpFields.RX_QUEUE", struct xdp_md, rx_queue_index);
    IS("XdpFields.SIZE", sizeof(struct xdp_md));

    AT("SkbFields.LENGTH", struct __sk_buff, len);
    AT("SkbFields.TAGGED", struct __sk_buff, vlan_present);
    AT("SkbFields.DATA", struct __sk_buff, data);
    AT("SkbFields.DATA_END", struct __sk_buff, data_end);
    AT("SkbFields.SEGMENT_BYTES", struct __sk_buff, gso_size);

    AT("SocketEventFields.EVENT", struct bpf_sock_ops, op);
    AT("SocketEventFields.FAMILY", struct bpf_sock_ops, family);
    AT("SocketEventFields.REMOTE_IPV4", struct bpf_sock_ops, remote_ip4);
    AT("SocketEventFields.REMOTE_IPV6", struct bpf_sock_ops, remote_ip6);
    AT("SocketEventFields.SOCKET", struct bpf_sock_ops, sk);
    AT("SocketEventFields.FLAGS", struct bpf_sock_ops, bpf_sock_ops_cb_flags);
    AT("SocketEventFields.HEADER", struct bpf_sock_ops, skb_data);
    AT("SocketEventFields.HEADER_END", struct bpf_sock_ops, skb_data_end);
    AT("SocketEventFields.TCP_FLAGS", struct bpf_sock_ops, skb_tcp_flags);
    IS("SocketEventFields.CONNECTS", BPF_SOCK_OPS_TCP_CONNECT_CB);
    IS("SocketEventFields.ACCEPTED", BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB);
    IS("SocketEventFields.LISTENS", BPF_SOCK_OPS_TCP_LISTEN_CB);
    IS("SocketEventFields.GOT_UNKNOWN_OPTIONS", BPF_SOCK_OPS_PARSE_HDR_OPT_CB);
    IS("SocketEventFields.MEASURES_OPTIONS", BPF_SOCK_OPS_HDR_OPT_LEN_CB);
    IS("SocketEventFields.WRITES_OPTIONS", BPF_SOCK_OPS_WRITE_HDR_OPT_CB);
    IS("SocketEventFields.WANTS_UNKNOWN_OPTIONS", BPF_SOCK_OPS_PARSE_UNKNOWN_HDR_OPT_CB_FLAG);
    IS("SocketEventFields.WANTS_TO_WRITE_OPTIONS", BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG);
    IS("SocketEventFields.SYN_OPTION", TCP_BPF_SYN);

    AT("SocketAddressFields.IPV4", struct bpf_sock_addr, user_ip4);
    AT("SocketAddressFields.IPV6", struct bpf_sock_addr, user_ip6);
    AT("SocketAddressFields.PORT", struct bpf_sock_addr, user_port);
    AT("SocketAddressFields.SOCKET", struct bpf_sock_addr, sk);

    IS("COMMAND_MAP_CREATE", BPF_MAP_CREATE);
    IS("COMMAND_MAP_LOOKUP", BPF_MAP_LOOKUP_ELEM);
    IS("COMMAND_MAP_UPDATE", BPF_MAP_UPDATE_ELEM);
    IS("COMMAND_MAP_DELETE", BPF_MAP_DELETE_ELEM);
    IS("COMMAND_MAP_NEXT_KEY", BPF_MAP_GET_NEXT_KEY);
    IS("COMMAND_PROGRAM_LOAD", BPF_PROG_LOAD);
    IS("COMMAND_PIN", BPF_OBJ_PIN);
    IS("COMMAND_OPEN", BPF_OBJ_GET);
    IS("COMMAND_TEST_RUN", BPF_PROG_TEST_RUN);
    IS("COMMAND_DESCRIBE", BPF_OBJ_GET_INFO_BY_FD);
    IS("COMMAND_BTF_LOAD", BPF_BTF_LOAD);
    IS("COMMAND_LINK_CREATE", BPF_LINK_CREATE);
    IS("COMMAND_LINK_UPDATE", BPF_LINK_UPDATE);
    IS("COMMAND_LINK_DETACH", BPF_LINK_DETACH);

    IS("LINK_BEFORE", BPF_F_BEFORE);
    IS("LINK_TYPE_CGROUP", BPF_LINK_TYPE_CGROUP);
    IS("LINK_TYPE_XDP", BPF_LINK_TYPE_XDP);
    IS("RUN_LIVE_FRAMES", BPF_F_TEST_XDP_LIVE_FRAMES);
    IS("UPDATE_ANY", BPF_ANY);

    IS("MapType.HASH", BPF_MAP_TYPE_HASH);
    IS("MapType.ARRAY", BPF_MAP_TYPE_ARRAY);
    IS("MapType.PER_CPU_ARRAY", BPF_MAP_TYPE_PERCPU_ARRAY);
    IS("MapType.LPM_TRIE", BPF_MAP_TYPE_LPM_TRIE);
    IS("MapType.DEVICES", BPF_MAP_TYPE_DEVMAP);
    IS("MapType.XSK_SOCKETS", BPF_MAP_TYPE_XSKMAP);
    IS("MapType.SOCKET_STORAGE", BPF_MAP_TYPE_SK_STORAGE);
    IS("MapType.RING", BPF_MAP_TYPE_RINGBUF);

    IS("ProgramType.TC", BPF_PROG_TYPE_SCHED_CLS);
    IS("ProgramType.XDP", BPF_PROG_TYPE_XDP);
    IS("ProgramType.SOCKET_EVENTS", BPF_PROG_TYPE_SOCK_OPS);
    IS("ProgramType.SOCKET_ADDRESS", BPF_PROG_TYPE_CGROUP_SOCK_ADDR);

    IS("AttachType.XDP", BPF_XDP);
    IS("AttachType.TCX_INGRESS", BPF_TCX_INGRESS);
    IS("AttachType.SOCKET_EVENTS", BPF_CGROUP_SOCK_OPS);
    IS("AttachType.PEER_NAME_4", BPF_CGROUP_INET4_GETPEERNAME);
    IS("AttachType.PEER_NAME_6", BPF_CGROUP_INET6_GETPEERNAME);

    IS("XdpMode.GENERIC", XDP_FLAGS_SKB_MODE);
    IS("XdpMode.NATIVE", XDP_FLAGS_DRV_MODE);

    IS("KernelFunction.MAP_LOOKUP", BPF_FUNC_map_lookup_elem);
    IS("KernelFunction.CLOCK", BPF_FUNC_ktime_get_ns);
    IS("KernelFunction.CHANGE_CHECKSUM", BPF_FUNC_l4_csum_replace);
    IS("KernelFunction.REDIRECT", BPF_FUNC_redirect);
    IS("KernelFunction.PULL", BPF_FUNC_skb_pull_data);
    IS("KernelFunction.XDP_MOVE_HEAD", BPF_FUNC_xdp_adjust_head);
    IS("KernelFunction.SET_SOCKET_OPTION", BPF_FUNC_setsockopt);
    IS("KernelFunction.GET_SOCKET_OPTION", BPF_FUNC_getsockopt);
    IS("KernelFunction.REDIRECT_MAP", BPF_FUNC_redirect_map);
    IS("KernelFunction.SOCKET_STORAGE", BPF_FUNC_sk_storage_get);
    IS("KernelFunction.SET_EVENT_FLAGS", BPF_FUNC_sock_ops_cb_flags_set);
    IS("KernelFunction.WRITE_OPTION", BPF_FUNC_store_hdr_opt);
    IS("KernelFunction.RESERVE_OPTION", BPF_FUNC_reserve_hdr_opt);
    IS("KernelFunction.XDP_MOVE_END", BPF_FUNC_xdp_adjust_tail);
    IS("KernelFunction.RING_SAY", BPF_FUNC_ringbuf_output);
    IS("KernelFunction.COARSE_CLOCK", BPF_FUNC_ktime_get_coarse_ns);

    IS("XdpAction.ABORTED", XDP_ABORTED);
    IS("XdpAction.DROP", XDP_DROP);
    IS("XdpAction.PASS", XDP_PASS);
    IS("XdpAction.TX", XDP_TX);
    IS("XdpAction.REDIRECT", XDP_REDIRECT);
    return 0;
}
