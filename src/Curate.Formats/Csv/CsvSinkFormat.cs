using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>Writes rows as CSV in one dialect; rows that come in that dialect are copied byte for byte.</summary>
/// <param name="dialect">How the output is written.</param>
/// <param name="open">Gives the output of a sink, which the sink then owns.</param>
public sealed class CsvSinkFormat(CsvDialect dialect, Func<SinkShape, IByteOutput> open) : IRecordSinkFormat
{
    private readonly CsvDialect _dialect = dialect.Validated();

    /// <summary>Writes to one output; only one sink can be opened.</summary>
    public CsvSinkFormat(CsvDialect dialect, IByteOutput output)
        : this(dialect, _ => output)
    {
    }

    /// <inheritdoc/>
    public bool NeedsKinds => false;

    /// <summary>Records can be copied where delimiter, quote and line end are the same; the header is this format's own matter.</summary>
    public bool Accepts(PayloadLayout layout) =>
        layout is CsvLayout csv && csv.Dialect.SameFields(_dialect) && csv.Dialect.NewLine == _dialect.NewLine;

    /// <inheritdoc/>
    public ColumnKind KindFor(Field field, IRecordSource source) => field.Kind ?? ColumnKind.Text;

    /// <inheritdoc/>
    public IRecordSink Open(SinkShape shape)
    {
        if (shape.Layout is not null && !Accepts(shape.Layout))
        {
            throw new ArgumentException("The payload layout is not one that this CSV output copies.", nameof(shape));
        }

        return new LineSink(open(shape), () => new CsvRowWriter(_dialect, shape), _dialect.Terminator(), CsvHeaderText.Of(_dialect, shape));
    }
}
