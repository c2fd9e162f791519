using Curate.Core.Data;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>
/// The payload layout of Parquet: rows of these leaf columns. Two layouts are equal when their schemas are: names, nesting, physical and
/// logical types, repetition. A projected layout shows some of the leaves of the files that its rows stand in.
/// </summary>
internal sealed record ParquetLayout : PayloadLayout
{
    private readonly Dictionary<ParquetFile, int[]> _weights = [];
    private readonly List<ParquetFile> _files = [];
    private readonly Lock _gate = new();

    public ParquetLayout(ParquetSchema schema, int[]? leaves = null)
        : base("parquet")
    {
        Schema = schema;
        Leaves = leaves;
        Windows = new RowWindows(this);
    }

    public ParquetSchema Schema { get; }

    /// <summary>The leaf of a file for each leaf of <see cref="Schema"/>; null where they are the same.</summary>
    public int[]? Leaves { get; }

    public int LeafCount => Schema.Leaves.Count;

    /// <summary>False: what the columns are is in the layout itself, and asking the source would cost a look at its lists.</summary>
    public override bool HasNames => false;

    public override bool IsText => false;

    public override bool Conforms => false;

    /// <summary>Decoded rows for those who need the values of single rows.</summary>
    internal RowWindows Windows { get; }

    /// <summary>The leaf of a file that a leaf of this layout shows.</summary>
    public int LeafOf(int leaf) => Leaves is null ? leaf : Leaves[leaf];

    /// <summary>
    /// A row as the levels and raw values of its leaves, so that rows are equal whatever their file, encoding and codec. Values are compared
    /// by their bits: 0.0 and -0.0 differ. Cost: decodes the row's window once.
    /// </summary>
    public override ReadOnlySpan<byte> KeyBytes(RowPayload payload, int row, ref byte[] buffer) => ((ParquetRows)payload).KeyBytes(row, ref buffer);

    public override RowPayload CreatePayload() => new ParquetRows(this);

    /// <summary>This layout: files with other columns have only columns in common with it (<see cref="PayloadLayout.Conforms"/>).</summary>
    public override PayloadLayout WithColumns(IReadOnlyList<string> names) => this;

    public override PayloadLayout? Project(IReadOnlyList<(string Below, string Name)> columns)
    {
        var builder = new ParquetSchemaBuilder(Schema.Root.Name);
        var leaves = new List<int>();
        foreach ((string below, string name) in columns)
        {
            SchemaNode? field = Schema.Fields.FirstOrDefault(f => f.Name == below);
            if (field is null)
            {
                return null;
            }

            builder.Copy(Schema, field, name);
            (int first, int count) = field.Leaves.GetOffsetAndLength(Schema.Leaves.Count);
            for (int leaf = first; leaf < first + count; leaf++)
            {
                leaves.Add(LeafOf(leaf));
            }
        }

        return new ParquetLayout(builder.Build(), [.. leaves]);
    }

    public override string? DifferenceFrom(PayloadLayout other) => other is ParquetLayout layout ? SchemaDifference.First(Schema, layout.Schema) : null;

    /// <summary>Bytes that a row of each row group takes before compression, on average; at least 1. It stands for the row's size in every decision.</summary>
    public int[] WeightsOf(ParquetFile file)
    {
        lock (_gate)
        {
            if (!_weights.TryGetValue(file, out int[]? weights))
            {
                weights = new int[file.GroupCount];
                for (int group = 0; group < weights.Length; group++)
                {
                    long bytes = 0;
                    for (int leaf = 0; leaf < LeafCount; leaf++)
                    {
                        bytes += file.PlainBytes(group, LeafOf(leaf));
                    }

                    weights[group] = (int)Math.Clamp(bytes / Math.Max(1, file.GroupRows(group)), 1, 1 << 30);
                }

                _weights.Add(file, weights);
            }

            return weights;
        }
    }

    /// <summary>A number for a file, by which rows that were saved find it again.</summary>
    public int NumberOf(ParquetFile file)
    {
        lock (_gate)
        {
            int at = _files.IndexOf(file);
            if (at < 0)
            {
                at = _files.Count;
                _files.Add(file);
            }

            return at;
        }
    }

    public ParquetFile FileOf(int number)
    {
        lock (_gate)
        {
            return _files[number];
        }
    }

    public bool Equals(ParquetLayout? other) => other is not null
        && (ReferenceEquals(this, other) || (SameLeaves(Leaves, other.Leaves) && SchemaDifference.First(Schema, other.Schema) is null));

    /// <summary>Derived from counts alone, so that it is the same in every process.</summary>
    public override int GetHashCode() => Schema.Elements.Count;

    private static bool SameLeaves(int[]? a, int[]? b) => a is null || b is null ? a is null && b is null : a.AsSpan().SequenceEqual(b);
}
