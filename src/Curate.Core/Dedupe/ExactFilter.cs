using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Dedupe;

/// <summary>
/// Exact deduplication in one pass, first copy wins: a row stays when its key was not seen before. 19 to 30 bytes a distinct key; when
/// that outgrows the budget, <see cref="ExactPlanner"/> takes over.
/// </summary>
internal sealed class ExactFilter : IRowFilter<ExactKeys>
{
    /// <summary>How many rows ahead a key's slot is fetched: about the latency of memory over the cost of one insertion.</summary>
    private const int Ahead = 12;

    private readonly ExactShape _shape;
    private readonly RunContext _context;
    private readonly KeySet128 _seen;

    public ExactFilter(ExactOptions options, IRecordSource source, RunContext context)
    {
        _shape = new ExactShape(options, source);
        _context = context;
        _seen = new KeySet128(context.Memory.TryTake, context.Memory.Return);
    }

    public ReadRequest Request => _shape.Request;

    public ExactKeys Prepare(RecordBatch batch, int firstColumn, ExactKeys? spent) => ExactKeys.Of(_shape, batch, firstColumn, spent);

    public int Keep(RecordBatch batch, ExactKeys part, Span<int> kept, DropTally dropped)
    {
        Hash128[] hashes = part.Hashes;
        int n = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            if (row + Ahead < batch.Count)
            {
                _seen.Prefetch(hashes[row + Ahead]);
            }

            if (part.NoKey[row] || _seen.Add(hashes[row], out bool full))
            {
                kept[n++] = row;
            }
            else if (full)
            {
                throw new OutOfBudgetException();
            }
        }

        dropped.Add(ExactPlanner.DuplicateReason, batch.Count - n);
        return n;
    }

    public IRowPlanner? Fallback() => new ExactPlanner(_shape.Options, _context, wantsGroups: false, spill: true);

    public void Dispose() => _seen.Dispose();
}
