/** What `clbkit --help` says after its options. */
export const commonHelp = `
Examples:
  clbkit plan -f manifests/                            what would be done?
  kubectl get svc,nodes,endpointslices -A -o json | clbkit plan -f -
  clbkit explain shop/web -f manifests/                 what does this Service get, and why?
  clbkit lint -f manifests/                            what is wrong with them?
  clbkit apply -f manifests/ --cloud cloud.json        do it
  clbkit show --cloud cloud.json                       what is there now?

The cloud is a JSON file. {} is an empty account; clbkit apply makes the file when there is none.
Output goes to standard output; notes, progress and errors go to standard error.
`;

/** What both `clbkit plan --help` and `clbkit apply --help` say after their own examples. */
export const passHelp = `
Input:
  Files are YAML or JSON, one document or many, lists as kubectl prints them. Folders are read with
  the folders in them: *.yaml, *.yml and *.json in order of name, without names that begin with a
  dot.
  The Services of the input are all there are. A Node, EndpointSlice, Pod or TkeServiceConfig may be
  missing: where there is none of a kind, that kind is not known, and nothing that depends on it is
  removed. --assume-complete takes "none in the input" for "none in the cluster".
  One bad Service never stops the others: what it has stays as it is, and the plan says why.

The brake:
  Nothing is taken away when too much would go at once: more than 30 % of the load balancers,
  listeners or backends (once ten go), or more than a hundred. The plan then prints a hash;
  --approve <hash> lets exactly this plan pass. --brake 0.5,200 sets other limits, --brake off none.

Settings (--set, or settings: in clbkit.yaml):
  transitions=replace|refuse     a wish for another CLB: make a new one and switch over, or refuse
  notReadyNodes=keep|unbind      cordonedNodes=keep|unbind      excludeLabel=honour|ignore
  emptyEndpoints=drain|keep      sharing=true|false             deletionRisks=override|respect
  emptySelection=keep|drain      a selector that no node matches: keep who is there, or drain
  deletedNodes=unbind|drain      terminatingPods=drain|unbind   podGracefulDeletion=true|false
  podNetwork=VpcCni|GlobalRouter|CiliumOverlay
  globalRouteDirectAccess=true|false   serverless=true|false         selectorless=bind|refuse
  loadBalancerClasses=a,b        classes to answer to, besides none
  defaultModificationProtection=true|false   ask for it when a load balancer is bought
  defaultDirectAccess=true|false   a controller adds direct-access to new Services
  What the ConfigMap kube-system/tke-service-controller-config among the manifests switches counts
  before the defaults; flags and the file count before it.

clbkit.yaml, all of it optional; a flag counts before the file:
  cluster: { id: cls-1a2b3c4d, vpc: vpc-1a2b3c4d }
  settings: { transitions: refuse }
  policy: upsert-only            # sync, upsert-only (takes nothing away), create-only
  protect: [shop/web, lb-1a2b3c4d]
  brake: { share: 0.3, atLeast: 10, absolute: 100 }    # or off
`;

/** What `clbkit plan --help` says after its options. */
export const planHelp = `
Examples:
  clbkit plan -f manifests/ --cloud cloud.json --cluster-id cls-1a2b3c4d
  clbkit plan -f manifests/ -o mermaid > plan.mmd      a picture for a pull request
  clbkit plan -f manifests/ -o json | jq .summary
  clbkit plan -f manifests/ --detailed-exitcode        for scripts

Exit code:
  0  planned
  1  an input, the cloud file, the configuration or an option cannot be read;
     with --strict also: a wish is refused;
     with --detailed-exitcode also: a document cannot be parsed
  2  with --detailed-exitcode: there is something to do, or a policy withholds it
`;

/** What `clbkit apply --help` says after its options. */
export const applyHelp = `
Examples:
  clbkit apply -f manifests/ --cloud cloud.json
  clbkit apply -f manifests/ --policy upsert-only      take nothing away
  clbkit apply -f manifests/ --approve 3f9c…           the hash that clbkit plan printed
  clbkit apply -f manifests/ -o mermaid                a picture of the cloud afterwards

Text output also tells the address of each Service, as a controller would write it to its status.
The cloud file is replaced as a whole, at once, and only after everything has been done. When a step
fails, the file holds the cloud that was reached. When an input cannot be read it stays as it is.

Exit code:
  0  every step of the plan was done
  1  a step failed, or something cannot be read or written, be it one document of many (what the
     others ask for is done); with --strict also: a wish is refused
`;

/** What `clbkit explain --help` says after its options. */
export const explainHelp = `
Examples:
  clbkit explain shop/web -f manifests/ --cloud cloud.json
  kubectl get svc,nodes,endpointslices -A -o json | clbkit explain web -f -
  clbkit explain shop/web -f manifests/ -o json | jq '.ignored[].field'

Says what the Service asked for, field by field; what it gets, and what carries its marks now; what
would be done for it; what is written and has no effect, and why; what is refused or wrong. Every
statement names its rules, and every rule the public documents of TKE it comes from.
Input and options are those of clbkit plan.

Exit code:
  0  explained
  1  the Service is not in the input, or something cannot be read; with --strict also: it is wrong
     or refused
`;

/** What `clbkit lint --help` says after its options. */
export const lintHelp = `
Examples:
  clbkit lint -f manifests/
  clbkit lint -f manifests/ --fail-on warning          for continuous integration
  helm template charts/web | clbkit lint -f - -o json

Looks at no cloud. Finds what cannot be read or followed; wrong values of annotations; keys that no
document knows, of unofficial texts or of an older controller, and what was probably meant; what the
controller writes and a manifest should not carry, such as a copied client-token; annotations and
fields without effect; Services that say things against each other.

  error    something asked for will not be done
  warning  it probably does not do what was meant
  note     good to know

Exit code:
  0  nothing found that is as bad as --fail-on says
  1  an input, the configuration or an option cannot be read
  2  something found that is at least as bad: error (the default), warning, note; never for never
`;

/** What `clbkit show --help` says after its options. */
export const showHelp = `
Examples:
  clbkit show                                          the cloud in clbkit-world.json
  clbkit show --cloud cloud.json -o mermaid > cloud.mmd
  clbkit show --cloud cloud.json -o json               the whole file, every default written out

Whose a load balancer is depends on the cluster: --cluster-id, else clbkit.yaml, else the cluster
that most of the tags in the file name.
`;
