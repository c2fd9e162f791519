using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>The shuffled rows of one source, epoch after epoch, with their row and epoch as columns: what <see cref="MixReader"/> reads through the scatter.</summary>
internal sealed class EpochOrder(MixStream stream) : RowPlan
{
    private static readonly IReadOnlyList<Field> s_added = [new("\0row", ColumnKind.Whole), new("\0epoch", ColumnKind.Whole)];

    public override long OutputRows => stream.OutputRows;

    public override bool Reorders => true;

    public override IReadOnlyList<Field> Added => s_added;

    public override PlanCursor Open() => new Cursor(stream);

    /// <summary>It is made from a mixture, which is what is saved.</summary>
    public override void Save(BinaryWriter to) => throw new NotSupportedException("An epoch order is a part of a mixture.");

    private sealed class Cursor(MixStream stream) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                long copies = stream.Copies(row);
                for (long epoch = 0; epoch < copies; epoch++)
                {
                    into.Keep(i, stream.Place(epoch, row));
                    ((WholeColumn)into.Added[0]).Append(row);
                    ((WholeColumn)into.Added[1]).Append(epoch);
                }
            }
        }
    }
}
