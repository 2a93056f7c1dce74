"""peer.py SAMPLES.jsonl CONFIG.json THREADS STEPS [eager|compile|geometric]: our network (docs/model.md) in
PyTorch. eager: as one would write it first: index_select, index_add_, one matrix product a relation, AdamW.
compile: the same through torch.compile. geometric: a round of messages is PyTorch Geometric's RGCNConv.
Trains on the samples that `fastnode record dump` printed, and prints nodes a second; the arrays are tensors
before the clock starts.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

TASKS = 7


def mean_rows(table, rows, of, count, num):
    """Row i: the mean of the rows of `table` that belong to i; 0 if there are none."""
    out = torch.zeros(num, table.shape[1])
    out.index_add_(0, of, table.index_select(0, rows))
    return out / count


class Network(nn.Module):
    def __init__(self, config, relations, kinds, features, geometric):
        super().__init__()
        d = config["hidden"]
        self.rounds = None
        if geometric:
            from torch_geometric.nn import RGCNConv
            self.rounds = nn.ModuleList(
                [RGCNConv(d, d, relations, aggr="mean") for _ in range(config["layers"])])
        self.d, self.layers, self.relations = d, config["layers"], relations
        self.node_kind = nn.Embedding(kinds, d)
        self.name_part = nn.Embedding(config["name_rows"], d)
        self.type_name = nn.Embedding(config["type_rows"], d)
        self.norm = nn.LayerNorm(d)
        self.relation = nn.ParameterList(
            [nn.Parameter(torch.randn(relations, d, d) / d**0.5) for _ in range(self.layers)])
        self.own = nn.ModuleList([nn.Linear(d, d) for _ in range(self.layers)])
        self.norms = nn.ModuleList([nn.LayerNorm(d) for _ in range(self.layers)])
        self.candidate_name = nn.Linear(d, d, bias=False)
        self.candidate_use = nn.Linear(d, d, bias=False)
        self.site_context = nn.Linear(d, config["site_context"], bias=False)
        h1, h2 = config["ranker_hidden"], config["ranker_hidden2"]
        inputs = sum(features) + config["site_context"] + 1
        self.query = nn.ModuleList([nn.Linear(d, d, bias=False) for _ in range(TASKS)])
        self.rank = nn.ModuleList([
            nn.Sequential(nn.Linear(inputs, h1), nn.ReLU(), nn.Linear(h1, h2), nn.ReLU(),
                          nn.Linear(h2, 1, bias=False)) for _ in range(TASKS)])

    def forward(self, s):
        n = s["num_nodes"]
        h = (self.node_kind(s["node_kinds"]) + mean_rows(self.name_part.weight, *s["names"], n) +
             mean_rows(self.type_name.weight, *s["types"], n))
        h = self.norm(h)
        for layer in range(self.layers):
            if self.rounds is not None:
                z = self.rounds[layer](h, s["edge_index"], s["edge_types"])
            else:
                z = self.own[layer](h)
                for r, (sources, targets, weight) in enumerate(s["edges"]):
                    if len(sources):
                        messages = h.index_select(0, sources) @ self.relation[layer][r]
                        z = z.index_add(0, targets, messages * weight)
            h = self.norms[layer](h + F.relu(z))
        sites = h.index_select(0, s["site_nodes"])
        c = (self.candidate_name(mean_rows(self.name_part.weight, *s["candidate_names"], s["num_candidates"])) +
             self.candidate_use(mean_rows(h, *s["candidate_uses"], s["num_candidates"])))
        logits = torch.full((len(sites), s["most"]), -torch.inf)
        context = self.site_context(sites)
        for task, (its_sites, its_candidates, site_of, places) in enumerate(s["tasks"]):
            if not len(its_candidates):
                continue
            query = self.query[task](sites).index_select(0, site_of)
            dot = (query * c.index_select(0, its_candidates)).sum(1, keepdim=True) / self.d**0.5
            inputs = torch.cat([s["candidate_features"].index_select(0, its_candidates),
                                s["site_features"].index_select(0, site_of),
                                context.index_select(0, site_of), dot], 1)
            scores = (dot + self.rank[task](inputs)).squeeze(1)
            logits = logits.view(-1).index_put((places,), scores).view_as(logits)
        known = s["labels"] >= 0
        return F.cross_entropy(logits[known], s["labels"][known])


def ragged(begin, items):
    begin = torch.tensor(begin)
    lengths = begin[1:] - begin[:-1]
    of = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
    return torch.tensor(items), of, lengths.clamp(min=1).float().unsqueeze(1)


def prepare(raw, relations):
    tensor = torch.tensor
    sources, targets = tensor(raw["edge_sources"]), tensor(raw["edge_targets"])
    kinds, n = tensor(raw["edge_relations"]), len(raw["node_kinds"])
    edges = []
    for r in range(relations):
        mine = kinds == r
        t = targets[mine]
        degree = torch.zeros(n).index_add_(0, t, torch.ones(len(t)))
        edges.append((sources[mine], t, (1 / degree[t]).unsqueeze(1)))
    begin = tensor(raw["candidate_begin"])
    lengths = begin[1:] - begin[:-1]
    site_of = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
    most = int(lengths.max())
    places = site_of * most + torch.arange(len(site_of)) - begin[site_of]
    task_of_site = tensor(raw["site_tasks"])
    tasks = []
    for task in range(TASKS):
        mine = (task_of_site[site_of] == task).nonzero().squeeze(1)
        tasks.append((None, mine, site_of[mine], places[mine]))
    count = len(site_of)
    return {
        "num_nodes": n, "node_kinds": tensor(raw["node_kinds"]),
        "names": ragged(raw["node_name_begin"], raw["node_names"]),
        "types": ragged(raw["node_type_begin"], raw["node_types"]),
        "edges": edges, "edge_index": torch.stack([sources, targets]), "edge_types": kinds, "site_nodes": tensor(raw["site_nodes"]), "num_candidates": count,
        "candidate_names": ragged(raw["candidate_name_begin"], raw["candidate_names"]),
        "candidate_uses": ragged(raw["candidate_use_begin"], raw["candidate_uses"]),
        "candidate_features": tensor(raw["candidate_features"]).view(count, -1) / 64.,
        "site_features": tensor(raw["site_features"]).view(len(lengths), -1) / 64.,
        "tasks": tasks, "most": most, "labels": tensor(raw["labels"]),
    }


def main():
    lines = open(sys.argv[1]).read().splitlines()[1:]  # after the shard's header
    config = json.load(open(sys.argv[2]))
    torch.set_num_threads(int(sys.argv[3]))
    steps = int(sys.argv[4])
    torch.manual_seed(1)
    relations = config["relations"]
    samples = [prepare(json.loads(line), relations) for line in lines]
    features = samples[0]["candidate_features"].shape[1], samples[0]["site_features"].shape[1]
    way = sys.argv[5] if len(sys.argv) > 5 else "eager"
    network = Network(config, relations, config["node_kinds"], features, way == "geometric")
    if way == "compile":
        network = torch.compile(network, dynamic=True)
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3, betas=(0.9, 0.99))
    start, nodes = None, 0
    for step in range(-3 if way != "compile" else -len(samples), steps):  # to warm up
        if step == 0:
            start = time.time()
        sample = samples[step % len(samples)]
        loss = network(sample)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        nodes += sample["num_nodes"] if step >= 0 else 0
    seconds = time.time() - start
    name = f"torch {torch.__version__.split('+')[0]} {way}"
    print(f"{name:22} {steps} steps, {1000 * seconds / steps:6.1f} ms a step, "
          f"{nodes / seconds:8.0f} nodes/s, last loss {loss.item():.3f}")


main()
