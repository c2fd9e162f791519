using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.Parquet;

/// <summary>
/// Writes Parquet. Rows of Parquet files keep types, nulls and nesting: row groups whose rows all stay are copied undecoded, others are
/// encoded anew from raw values. Rows of other formats are written by the kinds of their columns.
/// </summary>
/// <param name="options">How files are written.</param>
/// <param name="open">Gives the output of a sink, which the sink then owns.</param>
public sealed class ParquetSinkFormat(ParquetWriteOptions options, Func<IByteOutput> open) : IRecordSinkFormat
{
    /// <summary>Writes to one output; only one sink can be opened.</summary>
    public ParquetSinkFormat(ParquetWriteOptions options, IByteOutput output)
        : this(options, () => output)
    {
    }

    /// <summary>True: every column has a type.</summary>
    public bool NeedsKinds => true;

    /// <summary>False: the footer comes last.</summary>
    public bool CanContinue => false;

    public bool NeedsKindsOf(ColumnKind rawKind) => true;

    /// <inheritdoc/>
    public bool Accepts(PayloadLayout layout) => layout is ParquetLayout;

    /// <inheritdoc/>
    public ColumnKind KindFor(Field field, IRecordSource source) => field.Kind ?? source.RawKind;

    /// <inheritdoc/>
    public IRecordSink Open(SinkShape shape)
    {
        IByteOutput output = open();
        if (Compressions.OfName(output.Name) != Compression.None)
        {
            output.Dispose();
            ParquetInputs.RefuseCompression(output.Name);
        }

        return shape.Layout is ParquetLayout layout
            ? new ParquetRowsSink(output, layout, shape, options)
            : new ParquetColumnsSink(output, shape, options);
    }
}
