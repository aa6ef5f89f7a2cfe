# shellcheck shell=sh
# Whose an entry is. The rules are the fleet's patterns (see domain/customer-rules.ts), a line each: what stands before
# the customer's id, the id, what follows, with tabs between; the first that fits counts.
nk_customer_rules=

# nk_customer_of PATH: the customer's id into $nk_customer and its `/` into $nk_customer_root; both empty for nobody's.
nk_customer_of() {
  nk_customer='' nk_customer_root=
  [ -n "$nk_customer_rules" ] || return 0
  nk_found=$(printf '%s' "$nk_customer_rules" | nk_path=$1 awk -F "$nk_tab" "$nk_awk_customers"'
    { rule($1, $2, $3) }
    END { if (customer_of(ENVIRON["nk_path"])) printf "%s\n%s.", id, root }' 2>/dev/null) || nk_found=
  case $nk_found in *"$nk_newline"*) ;; *) return 0 ;; esac
  nk_customer=${nk_found%%"$nk_newline"*}
  nk_customer_root=${nk_found#*"$nk_newline"}
  nk_customer_root=${nk_customer_root%.}
}

# nk_customers_of FILE: the customers of a list of entries, each once, with commas between, into $nk_customers.
nk_customers_of() {
  nk_customers=
  [ -s "$1" ] && [ -n "$nk_customer_rules" ] || return 0
  while IFS= read -r nk_customers_entry; do
    nk_decode "$nk_customers_entry"
    nk_customer_of "$nk_decoded"
    case ", $nk_customers, " in *", $nk_customer, "*) continue ;; esac
    [ -z "$nk_customer" ] || nk_customers=${nk_customers:+$nk_customers, }$nk_customer
  done <"$1"
}

# nk_find_target PATH: where an entry with a symlink in it really is, as the customer sees it, into $nk_target; empty
# where that is nowhere.
nk_find_target() {
  nk_target=
  nk_customer_of "$1"
  if nk_resolve "$1" "$nk_customer_root"; then nk_target=$nk_resolved; fi
}
