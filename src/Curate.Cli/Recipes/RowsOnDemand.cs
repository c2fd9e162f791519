using Curate.Core.Data;
using Curate.Core.Running.Views;

namespace Curate.Cli.Recipes;

/// <summary>
/// A view with added columns, as a stage reads it: values come from the view, and while the stage decides, rows come from a file of the view that is written
/// when they are asked for. A stage that compares or measures whole rows (<c>keep: longest</c>, a budget of bytes) so sees what it would see in a file.
/// </summary>
/// <param name="view">The rows.</param>
/// <param name="file">Writes them.</param>
internal sealed class RowsOnDemand(IRecordSource view, Func<IRecordSource> file) : SourceView(view)
{
    private IRecordSource? _file;

    /// <summary>The stage still decides; after that, rows are copied, and the view says how.</summary>
    public bool Decides { get; set; } = true;

    public override IRecordReader Open(ReadRequest request) =>
        Same(request)?.Open(request) ?? new Reader((_file ??= file()).Open(request), Added);

    public override IRecordSource? Same(ReadRequest request) => request.Payload && Decides ? null : Source;

    /// <summary>Rows of the file have the added columns inside; beside them these stand empty, as nothing writes them while a stage decides.</summary>
    private sealed class Reader(IRecordReader inner, IReadOnlyList<Field> added) : IRecordReader
    {
        public long BytesRead => inner.BytesRead;

        public bool Read(RecordBatch batch, CancellationToken ct)
        {
            if (!inner.Read(batch, ct))
            {
                return false;
            }

            batch.BeginAdded(added);
            foreach (Column column in batch.Added)
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    column.AppendNull();
                }
            }

            return true;
        }

        public void Dispose() => inner.Dispose();
    }
}
