using System.Text;
using Curate.Parquet.Compression;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Parquet.Tests.Support;

/// <summary>
/// A random table of random nested columns: the text of each row, made while the values are drawn, and the level entries of each leaf, made by
/// the definition of the levels. Reader and writer take no part in it.
/// </summary>
internal sealed class RandomFile
{
    private static readonly ParquetCodec[] s_codecs = [ParquetCodec.None, ParquetCodec.None, ParquetCodec.Snappy, ParquetCodec.Gzip, ParquetCodec.Lz4Raw];

    private readonly SplitMix64 _draws;
    private readonly List<Leaf> _leaves = [];

    private readonly bool _isPlausible;

    /// <param name="seed">Decides all.</param>
    /// <param name="rows">How many.</param>
    /// <param name="depth">How deep columns nest.</param>
    /// <param name="isPlausible">Values keep to what their logical type allows, so that readers that convert them can tell them back.</param>
    public RandomFile(ulong seed, int rows, int depth = 5, bool isPlausible = false)
    {
        _isPlausible = isPlausible;
        _draws = new SplitMix64(seed);
        ParquetSchemaBuilder builder = new();
        int fields = 1 + _draws.Below(4);
        for (int i = 0; i < fields; i++)
        {
            Field(builder, $"f{i}", depth, isElement: false);
        }

        Schema = builder.Build();
        foreach (LeafColumn column in Schema.Leaves)
        {
            _leaves.Add(new Leaf(column, Pool(column)));
        }

        for (int row = 0; row < rows; row++)
        {
            StringBuilder text = new();
            foreach (Leaf leaf in _leaves)
            {
                leaf.RowStarts.Add((leaf.Definition.Count, leaf.Values.Count));
            }

            Draw(text, Schema.Root, 0);
            Rows.Add(text.ToString());
        }

        foreach (Leaf leaf in _leaves)
        {
            leaf.RowStarts.Add((leaf.Definition.Count, leaf.Values.Count));
        }
    }

    public ParquetSchema Schema { get; }

    /// <summary>The rows as <see cref="FileDump"/> writes them.</summary>
    public List<string> Rows { get; } = [];

    public string Dump => string.Concat(Rows.Select(row => row + "\n"));

    public ParquetWriterOptions Options(SplitMix64 draws) => new()
    {
        Codec = draws.Pick(s_codecs),
        DataPageVersion = 1 + draws.Below(2),
        PageBytes = draws.Pick([1, 100, 1000, 1 << 20]),
        PageRows = draws.Pick([1, 7, 100, 20_000]),
        DictionaryBytes = draws.Pick([0, 50, 1 << 20]),
        UseNewEncodings = draws.Chance(0.5),
        StatisticsBytes = draws.Pick([1, 4, 64]),
    };

    /// <summary>Writes the rows, handed over in pieces of at most that many.</summary>
    public byte[] Write(ParquetWriterOptions options, int groupRows, int pieceRows)
    {
        using MemoryStream output = new();
        ParquetFileWriter writer = new(output, Schema, options);
        ColumnEncoder[] encoders = [.. _leaves.Select((_, i) => writer.CreateEncoder(i))];
        for (int row = 0; row < Rows.Count; row += groupRows)
        {
            int end = Math.Min(Rows.Count, row + groupRows);
            for (int at = row; at < end; at += pieceRows)
            {
                for (int i = 0; i < encoders.Length; i++)
                {
                    _leaves[i].Append(encoders[i], at, Math.Min(end, at + pieceRows));
                }
            }

            writer.WriteRowGroup([.. encoders.Select(encoder => encoder.Finish())]);
        }

        writer.Complete();
        return output.ToArray();
    }

    private void Field(ParquetSchemaBuilder builder, string name, int depth, bool isElement)
    {
        Repetition repetition = _draws.Chance(0.6) ? Repetition.Optional : Repetition.Required;
        int kind = depth == 0 ? 0 : _draws.Below(7);
        switch (kind)
        {
            case 3:
                builder.Group(name, repetition);
                int fields = 1 + _draws.Below(3);
                for (int i = 0; i < fields; i++)
                {
                    Field(builder, $"m{i}", depth - 1, isElement: false);
                }

                builder.End();
                break;
            case 4:
                builder.List(name, repetition);
                Field(builder, "element", depth - 1, isElement: true);
                builder.EndList();
                break;
            case 5:
                builder.Map(name, repetition);
                builder.Leaf("key", PhysicalType.ByteArray, Repetition.Required, LogicalType.String);
                Field(builder, "value", depth - 1, isElement: false);
                builder.EndMap();
                break;
            case 6 when !isElement:
                // A repeated field without annotation.
                RandomLeaf(builder, name, Repetition.Repeated);
                break;
            default:
                RandomLeaf(builder, name, repetition);
                break;
        }
    }

    private void RandomLeaf(ParquetSchemaBuilder builder, string name, Repetition repetition)
    {
        PhysicalType type = (PhysicalType)_draws.Below(8);
        int? length = type == PhysicalType.FixedLengthByteArray ? _draws.Pick([1, 2, 5, 12, 16]) : null;
        LogicalType? logical = type switch
        {
            PhysicalType.Int32 => _draws.Pick<LogicalType?>([null, LogicalType.Date, LogicalType.Integer(32, isSigned: false), LogicalType.Integer(8, isSigned: true), LogicalType.Decimal(9, 2)]),
            PhysicalType.Int64 => _draws.Pick<LogicalType?>([null, LogicalType.Timestamp(ParquetTimeUnit.Nanoseconds, isAdjustedToUtc: false), LogicalType.Integer(64, isSigned: false), LogicalType.Time(ParquetTimeUnit.Microseconds, isAdjustedToUtc: true)]),
            PhysicalType.ByteArray => _draws.Pick<LogicalType?>([null, LogicalType.String, LogicalType.Json, LogicalType.Decimal(30, 3)]),
            PhysicalType.FixedLengthByteArray when length == 2 => new LogicalType(LogicalKind.Float16),
            PhysicalType.FixedLengthByteArray when length == 16 => new LogicalType(LogicalKind.Uuid),
            _ => null,
        };
        builder.Leaf(name, type, repetition, logical, length);
    }

    // The values that a column draws from: few, so that there are repeats and a dictionary, or many.
    private byte[][] Pool(LeafColumn column)
    {
        byte[][] pool = new byte[_draws.Pick([1, 2, 5, 40, 3000])][];
        for (int i = 0; i < pool.Length; i++)
        {
            int length = column.IsVariable ? _draws.Pick([0, 1, 3, 9, 30]) : column.Width;
            byte[] value = new byte[length];
            bool isSmall = _draws.Chance(0.5);
            for (int k = 0; k < length; k++)
            {
                value[k] = (byte)(isSmall && k > 0 ? 0 : _draws.Below(256));
            }

            if (column.Type == PhysicalType.Boolean)
            {
                value[0] &= 1;
            }

            if (_isPlausible)
            {
                value = Plausible(column, value);
            }

            pool[i] = column.Logical?.Kind is LogicalKind.String or LogicalKind.Json ? Encoding.UTF8.GetBytes($"\"{Convert.ToHexString(value)}\"") : value;
        }

        return pool;
    }

    private byte[] Plausible(LeafColumn column, byte[] value)
    {
        long small = _draws.Below(1_000_000);
        return (column.Type, column.Logical?.Kind) switch
        {
            (PhysicalType.Int32, LogicalKind.Integer) when column.Logical!.BitWidth == 8 => BitConverter.GetBytes((int)(sbyte)value[0]),
            (PhysicalType.Int32, LogicalKind.Decimal or LogicalKind.Date) => BitConverter.GetBytes((int)small),
            (PhysicalType.Int64, LogicalKind.Time) => BitConverter.GetBytes(small * 80_000),
            (PhysicalType.Int64, LogicalKind.Timestamp) => BitConverter.GetBytes(small * 1_000_000_000_007),
            // Nanoseconds of a day, and a Julian day near the year 2000.
            (PhysicalType.Int96, _) => [.. BitConverter.GetBytes(small * 86_000_000), .. BitConverter.GetBytes(2451545 + value[0])],
            (PhysicalType.ByteArray, LogicalKind.Decimal) => value.Length == 0 ? [0] : value[..Math.Min(9, value.Length)],
            _ => value,
        };
    }

    private void Draw(StringBuilder text, SchemaNode node, int repetition)
    {
        if (node.IsNullable && _draws.Chance(0.25))
        {
            Absent(node, repetition, node.DefinitionLevel - 1);
            text.Append('n');
            return;
        }

        switch (node.Kind)
        {
            case SchemaNodeKind.Leaf:
                Leaf leaf = _leaves[node.Leaf!.Index];
                byte[] value = _draws.Pick(leaf.Pool);
                leaf.Add(repetition, node.Leaf.MaxDefinition);
                leaf.Values.Add(value);
                text.Append(FileDump.Text(node.Leaf, value));
                break;
            case SchemaNodeKind.Struct:
                Fields(text, node, repetition);
                break;
            default:
                int count = _draws.Chance(0.05) ? _draws.Below(40) : _draws.Below(4);
                text.Append(node.Kind == SchemaNodeKind.List ? '[' : '<');
                if (count == 0)
                {
                    Absent(node, repetition, node.DefinitionLevel);
                }

                for (int i = 0; i < count; i++)
                {
                    text.Append(i > 0 ? "," : "");
                    int level = i == 0 ? repetition : node.ElementRepetition;
                    if (node.Kind == SchemaNodeKind.List)
                    {
                        Draw(text, node.Children[0], level);
                    }
                    else
                    {
                        Fields(text, node, level);
                    }
                }

                text.Append(node.Kind == SchemaNodeKind.List ? ']' : '>');
                break;
        }
    }

    private void Fields(StringBuilder text, SchemaNode node, int repetition)
    {
        text.Append('(');
        for (int i = 0; i < node.Children.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            Draw(text, node.Children[i], repetition);
        }

        text.Append(')');
    }

    private void Absent(SchemaNode node, int repetition, int definition)
    {
        for (int i = node.Leaves.Start.Value; i < node.Leaves.End.Value; i++)
        {
            _leaves[i].Add(repetition, definition);
        }
    }

    private sealed class Leaf(LeafColumn column, byte[][] pool)
    {
        public byte[][] Pool => pool;

        public List<byte> Definition { get; } = [];

        public List<byte> Repetition { get; } = [];

        public List<byte[]> Values { get; } = [];

        public List<(int Slot, int Value)> RowStarts { get; } = [];

        public void Add(int repetition, int definition)
        {
            Repetition.Add((byte)repetition);
            Definition.Add((byte)definition);
        }

        public void Append(ColumnEncoder encoder, int from, int to)
        {
            (int slot, int value) = RowStarts[from];
            (int slotEnd, int valueEnd) = RowStarts[to];
            byte[] definition = column.MaxDefinition > 0 ? [.. Definition[slot..slotEnd]] : [];
            byte[] repetition = column.MaxRepetition > 0 ? [.. Repetition[slot..slotEnd]] : [];
            byte[] bytes = [.. Values[value..valueEnd].SelectMany(one => one)];
            if (column.IsVariable)
            {
                int[] offsets = new int[valueEnd - value + 1];
                for (int i = value; i < valueEnd; i++)
                {
                    offsets[i - value + 1] = offsets[i - value] + Values[i].Length;
                }

                encoder.AppendBytes(definition, repetition, bytes, offsets);
            }
            else
            {
                encoder.Append<byte>(definition, repetition, bytes);
            }
        }
    }
}
