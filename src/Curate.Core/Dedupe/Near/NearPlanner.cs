using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Dedupe.Near;

/// <summary>
/// Near-duplicates of texts. One pass takes a fingerprint and the bucket keys of each text; equal texts become one; texts that share a
/// bucket are candidates; a second pass reads the candidates again for what pairs are measured by; clusters are formed, and the keep rule
/// says which row of each stays. Memory, all of it spilled to scratch beyond the budget: 32 bytes a text, 16 bytes for each band of each different text,
/// then 40 bytes for each text in each of its shared buckets, and 8 bytes for each shingle of a candidate.
/// </summary>
internal sealed class NearPlanner : RowPlanner<TextPart>, IShardedPlanner
{
    private readonly NearSetup _setup;
    private readonly RunContext _context;
    private readonly bool _wantsGroups;
    private readonly SortedRuns<KeyEntry> _texts;
    private readonly SortedRuns<BandEntry> _bands;
    private readonly NearCounts _counts = new();
    private PlanInputs _inputs;
    private KeySet128? _seen;
    private long _seenBytes;
    private int _pass = -1;
    private (long Own, long Other) _ends;

    public NearPlanner(NearSetup setup, PlanInputs inputs, RunContext context, bool wantsGroups)
    {
        _setup = setup;
        _inputs = inputs;
        _context = context;
        _wantsGroups = wantsGroups;
        _texts = new SortedRuns<KeyEntry>(context, spill: false);
        _bands = new SortedRuns<BandEntry>(context, spill: false);
    }

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        _inputs = inputs;
        _pass++;
        int input = _setup.Copies.Across ? 1 - _pass : -_pass;
        if (input < 0)
        {
            Forget();
            _texts.Seal();
            _bands.Seal();
            pass = default;
            return false;
        }

        // At most a quarter of the budget: without it equal texts cost more and the result is the same.
        _seen ??= new KeySet128(TakeForSeen, bytes => _context.Memory.Return(bytes));
        pass = new PassRequest(input, _setup.Request, input == 0 ? "sketch texts" : "sketch the other dataset");
        return true;
    }

    public override TextPart Map(RecordBatch batch, TextPart? spent) => TextPart.Of(_setup, batch, spent);

    public override void Fold(RecordBatch batch, TextPart part)
    {
        bool other = _setup.Copies.Across && _pass == 0;
        int bands = part.Bands;
        for (int row = 0; row < batch.Count; row++)
        {
            if (part.Shingles[row] == 0)
            {
                continue;
            }

            long id = batch.FirstRow + row;
            Hash128 fingerprint = part.Fingerprints[row];
            _texts.Add(KeyEntry.Of(fingerprint, part.Ranks[row], id, other));
            if (part.Shingles[row] == 1 && _setup.SkipsSingleShingles)
            {
                continue;
            }

            Hash128 key = other ? new Hash128(fingerprint.High, ~fingerprint.Low) : fingerprint;
            if (!_seen!.Add(key, out bool full) && !full)
            {
                continue;
            }

            ReadOnlySpan<ulong> keys = part.Keys.AsSpan(row * bands, bands);
            for (int band = 0; band < bands; band++)
            {
                _bands.Add(BandEntry.Of(keys[band], keys[band + 1 == bands ? 0 : band + 1], id, other));
            }
        }

        long end = batch.FirstRow + batch.Count;
        _ends = other ? (_ends.Own, end) : (end, _ends.Other);
        _counts.Add(other ? new NearCounts() : part.Counts);
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        // Merged states arrive after the passes, or without any.
        Forget();
        _texts.Seal();
        _bands.Seal();
        CopyOptions copies = _setup.Copies;
        TextGroups texts = TextGroups.Of(_texts);
        _counts.Distinct = texts.Distinct;
        using var buckets = new BandBuckets(_bands, texts, copies.OnlyAcross, _ends, _context, _counts);
        using var clusters = new NearClusters(_context, buckets.Candidates);
        using FeatureStore? features = _setup.Measure.Kind == PairVerification.None ? null : Features(buckets);
        using var pairs = new PairComparer(features, _setup.Measure, _counts, buckets.Candidates, _context);
        if (copies.Across)
        {
            AcrossSearch.Run(buckets, pairs, clusters, _setup.MostFailures, _counts, _context.Ct);
            foreach ((long first, long other) in texts.Matches)
            {
                // An equal text there outweighs any that is only alike; the candidate is out of the clusters either way.
                if (buckets.Own.Of(first) is >= 0 and var candidate)
                {
                    clusters.Assign((int)candidate, (int)(buckets.Other.Of(other) is >= 0 and var there ? buckets.Own.Count + there : int.MaxValue), 1);
                }
            }
        }

        if (!copies.OnlyAcross)
        {
            using ScratchArray<int> order = Order(buckets);
            if (_setup.Star)
            {
                StarClustering.Run(buckets, order, pairs, clusters, _setup.MostFailures, _counts, _context);
            }
            else
            {
                TransitiveClustering.Run(buckets, order, pairs, clusters, _counts, _context);
            }
        }

        using var verdicts = new NearVerdicts(texts, buckets, clusters, copies.OnlyAcross, _context);
        RowPlan plan = _wantsGroups ? Grouped(verdicts) : Leaving(verdicts);
        plan.Tables.Add(_counts.Table());
        plan.Tables.AddRange(_setup.Tables);
        return plan;
    }

    public void SaveState(BinaryWriter to)
    {
        to.Write(_ends.Own);
        to.Write(_ends.Other);
        _counts.Save(to);
        _texts.Save(to);
        _bands.Save(to);
    }

    public void MergeState(BinaryReader from)
    {
        // Shards keep the row numbers of the whole.
        _ends = (Math.Max(_ends.Own, from.ReadInt64()), Math.Max(_ends.Other, from.ReadInt64()));
        _counts.Add(NearCounts.Load(from));
        _texts.AddSaved(from);
        _bands.AddSaved(from);
    }

    void IShardedPlanner.Gather(PassRunner passes, PlanInputs inputs) => Gather(passes, inputs);

    public override void Dispose()
    {
        Forget();
        _texts.Dispose();
        _bands.Dispose();
        base.Dispose();
    }

    private bool TakeForSeen(long bytes)
    {
        if (_seenBytes + bytes > _context.Memory.ForMethods / 4 || !_context.Memory.TryTake(bytes))
        {
            return false;
        }

        _seenBytes += bytes;
        return true;
    }

    private void Forget()
    {
        _seen?.Dispose();
        _seen = null;
        _seenBytes = 0;
    }

    /// <summary>Reads the candidates again. A source reads only as much as it must; sketches are not stored, for they are larger than what is needed of most corpora.</summary>
    private FeatureStore Features(BandBuckets buckets)
    {
        var features = new FeatureStore(_context, buckets.Candidates);
        var passes = new PassRunner(_context);
        for (int input = 0; input <= (_setup.Copies.Across ? 1 : 0); input++)
        {
            RowNumbers candidates = input == 0 ? buckets.Own : buckets.Other;
            if (candidates.Count == 0)
            {
                continue;
            }

            passes.Run<FeaturePart>(_inputs.Source(input), _setup.TextRequest, input == 0 ? "compare candidates" : "compare candidates of the other dataset",
                (batch, spent) => FeaturePart.Of(_setup, candidates, batch, spent),
                (_, part) =>
                {
                    for (int i = 0; i < part.Count; i++)
                    {
                        features.Append(part[i]);
                    }
                });
        }

        return features;
    }

    /// <summary>The candidates of the dataset in the order of the keep rule.</summary>
    private ScratchArray<int> Order(BandBuckets buckets)
    {
        int own = (int)buckets.Own.Count;
        var order = new ScratchArray<int>(_context, "order", own);
        if (_setup.Copies.Keep.IsFirst)
        {
            for (int i = 0; i < own; i++)
            {
                order[i] = i;
            }

            return order;
        }

        using var ranked = new ScratchArray<RankedText>(_context, "ranks", own);
        TextGroups.Walk(_texts, (rows, _) =>
        {
            if (!rows.IsEmpty && buckets.Own.Of(TextGroups.First(rows)) is >= 0 and var candidate)
            {
                ranked[candidate] = new RankedText(rows[0].Rank, rows[0].Row, (int)candidate);
            }
        });
        if (own > 0)
        {
            ValueSort.Sort(ranked.Slice(0, own));
        }

        for (int i = 0; i < own; i++)
        {
            order[i] = ranked[i].Candidate;
        }

        return order;
    }

    private DuplicatePlan Grouped(NearVerdicts verdicts)
    {
        var groups = new DuplicateGroups(_ends.Own);
        verdicts.Each(member =>
        {
            if (member.Across)
            {
                groups.AddAcross(member.Row, member.Kept, member.Size, member.Similarity);
            }
            else
            {
                groups.Add(member.Row, member.Kept, member.First, member.Size, member.Similarity);
            }
        });
        return new DuplicatePlan(groups, _setup.Copies.Mark, _setup.Copies.ClusterSize)
        {
            InputRows = _ends.Own,
            Title = "Groups of near-duplicates",
            Difference = (row, member) => ShingleDifference.Describe(_setup, _inputs, row, member),
        }.Counted();
    }

    private WithoutRows Leaving(NearVerdicts verdicts)
    {
        var leaving = new BitMap();
        var tally = new DropTally();
        verdicts.Each(member =>
        {
            if (member.Leaves)
            {
                leaving.Set(member.Row);
                tally.Add(member.Across ? ExactPlanner.AcrossReason : ExactPlanner.DuplicateReason);
            }
        });
        return new WithoutRows(leaving, tally) { InputRows = _ends.Own };
    }
}
