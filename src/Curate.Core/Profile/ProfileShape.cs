using Curate.Core.Data;
using Curate.Core.Profile.Metrics;
using Curate.Core.Sketches;

namespace Curate.Core.Profile;

/// <summary>
/// What a profile looks at: columns with their declared kinds, roles, and everything else that its state depends on. States with the same shape merge; it is
/// saved with them.
/// </summary>
public sealed record ProfileShape
{
    private const int MostColumns = 1 << 20;
    private const int MostName = 1 << 20;

    /// <summary>The columns described, in table order; those with a role are among them.</summary>
    public required IReadOnlyList<Field> Columns { get; init; }

    /// <summary>In which kind columns without a declared kind are read.</summary>
    public required ColumnKind RawKind { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Signs between the labels of one value, or null.</summary>
    public string? LabelSeparator { get; init; }

    /// <summary>Column with the predicted class, or null.</summary>
    public string? Prediction { get; init; }

    /// <summary>Columns with probabilities.</summary>
    public IReadOnlyList<string> Probabilities { get; init; } = [];

    /// <summary>Rows of the sample.</summary>
    public int Sample { get; init; } = 10_000;

    /// <summary>Whole rows are hashed.</summary>
    public bool Duplicates { get; init; } = true;

    public ulong Seed { get; init; }

    /// <summary>The shape of a profile of a dataset. Columns are resolved names; those that the schema lacks can be paths into nested values.</summary>
    public static ProfileShape Of(IRecordSource source, ProfileOptions options, ulong seed)
    {
        TableSchema schema = source.Schema;
        var names = new List<string>(options.Columns.Count > 0 ? options.Columns : schema.Fields.Select(static f => f.Name));
        var seen = new HashSet<string>(names, StringComparer.Ordinal);
        string[] roles = [.. options.Labels, .. options.Groups, .. Named(options.Prediction), .. options.Probabilities, .. Named(options.Embedding)];
        foreach (string role in roles)
        {
            if (seen.Add(role))
            {
                names.Add(role);
            }
        }

        return new ProfileShape
        {
            Columns = [.. names.Distinct(StringComparer.Ordinal).Select(name => schema.IndexOf(name) is >= 0 and int at ? schema[at] : new Field(name, null))],
            RawKind = source.RawKind,
            Labels = options.Labels,
            Groups = options.Groups,
            LabelSeparator = options.LabelSeparator,
            Prediction = options.Prediction,
            Probabilities = options.Probabilities,
            Sample = options.Sample,
            Duplicates = options.Duplicates,
            Seed = seed,
        };
    }

    /// <summary>What the pass reads: every column as it stands, then, from JSON, label and prediction as plain texts for the measures.</summary>
    public ReadRequest Request()
    {
        // Class counts and measures look at values row by row.
        string[] plain = [.. Labels, .. Groups, .. Probabilities, .. Named(Prediction)];
        return new ReadRequest
        {
            Columns =
            [
                .. Columns.Select(f => new ColumnRequest(f.Name, f.Kind ?? RawKind) { Scale = f.Scale, MayBeCoded = !plain.Contains(f.Name) }),
                .. Extra(),
            ],
        };
    }

    /// <summary>Position of a column, or -1.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Why states of two shapes do not merge, or null.</summary>
    public string? Difference(ProfileShape other)
    {
        for (int i = 0; i < Math.Min(Columns.Count, other.Columns.Count); i++)
        {
            (Field mine, Field theirs) = (Columns[i], other.Columns[i]);
            if (mine.Name != theirs.Name)
            {
                return $"column {i + 1} is '{mine.Name}' in one and '{theirs.Name}' in the other";
            }

            if (mine.Kind != theirs.Kind || mine.Scale != theirs.Scale)
            {
                return $"column '{mine.Name}' is declared as another kind";
            }
        }

        return Columns.Count != other.Columns.Count ? $"one has {Columns.Count} columns and the other {other.Columns.Count}"
            : RawKind != other.RawKind ? "one comes from JSON and the other does not"
            : !Labels.SequenceEqual(other.Labels) || !Groups.SequenceEqual(other.Groups) || LabelSeparator != other.LabelSeparator ? "their labels or groups differ"
            : Prediction != other.Prediction || !Probabilities.SequenceEqual(other.Probabilities) ? "their predictions differ"
            : Sample != other.Sample ? "their samples differ in size"
            : Seed != other.Seed ? "their seeds differ"
            : Duplicates != other.Duplicates ? "only one looked for repeated rows"
            : null;
    }

    internal bool HasMetrics => Labels.Count > 0 && (Prediction is not null || Probabilities.Count > 0);

    /// <summary>The columns of the measures of a classifier.</summary>
    internal MetricsColumns MetricsColumns(ProfileOptions options) => new()
    {
        Label = Labels[0],
        Prediction = Prediction,
        Probabilities = Probabilities,
        Positive = options.Positive,
        AssumeMissed = options.AssumeMissed,
        Seed = Seed,
    };

    /// <summary>Where the batches hold label, prediction and probabilities.</summary>
    internal IReadOnlyList<int> MetricsPositions()
    {
        bool isJson = RawKind == ColumnKind.Json;
        var positions = new List<int> { isJson ? Columns.Count : IndexOf(Labels[0]) };
        if (Prediction is not null)
        {
            positions.Add(isJson ? Columns.Count + 1 : IndexOf(Prediction));
        }

        positions.AddRange(Probabilities.Select(IndexOf));
        return positions;
    }

    internal void Save(BinaryWriter to)
    {
        to.Write(Columns.Count);
        foreach (Field field in Columns)
        {
            to.Write(field.Name);
            to.Write(field.Kind is { } kind ? (byte)(kind + 1) : (byte)0);
            to.Write(field.Scale);
        }

        to.Write((byte)RawKind);
        Write(to, Labels);
        Write(to, Groups);
        to.Write(LabelSeparator is not null);
        to.Write(LabelSeparator ?? "");
        to.Write(Prediction is not null);
        to.Write(Prediction ?? "");
        Write(to, Probabilities);
        to.Write(Sample);
        to.Write(Duplicates);
        to.Write(Seed);
    }

    internal static ProfileShape Load(BinaryReader from)
    {
        List<Field> columns = StateBytes.List(from, MostColumns, "a number of columns", static reader =>
        {
            string name = reader.ReadString();
            int kind = reader.ReadByte();
            int scale = reader.ReadInt32();
            StateBytes.Demand(kind <= (int)ColumnKind.Json + 1 && scale is >= 0 and <= 64, "the kind of a column");
            return new Field(name, kind == 0 ? null : (ColumnKind)(kind - 1)) { Scale = scale };
        });
        var rawKind = (ColumnKind)from.ReadByte();
        StateBytes.Demand(rawKind is ColumnKind.Text or ColumnKind.Json, "the kind of the source");
        IReadOnlyList<string> labels = Names(from);
        IReadOnlyList<string> groups = Names(from);
        string? separator = Optional(from);
        string? prediction = Optional(from);
        var shape = new ProfileShape
        {
            Columns = columns,
            RawKind = rawKind,
            Labels = labels,
            Groups = groups,
            LabelSeparator = separator,
            Prediction = prediction,
            Probabilities = Names(from),
            Sample = StateBytes.Count(from, int.MaxValue, "the size of a sample"),
            Duplicates = from.ReadBoolean(),
            Seed = from.ReadUInt64(),
        };
        string[] roles = [.. shape.Labels, .. shape.Groups, .. shape.Probabilities, .. Named(prediction)];
        StateBytes.Demand(Array.TrueForAll(roles, name => shape.IndexOf(name) >= 0), "a column with a role");
        return shape;
    }

    private IEnumerable<ColumnRequest> Extra()
    {
        if (!HasMetrics || RawKind != ColumnKind.Json)
        {
            return [];
        }

        return Prediction is null
            ? [new ColumnRequest(Labels[0], ColumnKind.Text)]
            : [new ColumnRequest(Labels[0], ColumnKind.Text), new ColumnRequest(Prediction, ColumnKind.Text)];
    }

    private static IEnumerable<string> Named(string? name) => name is null ? [] : [name];

    private static void Write(BinaryWriter to, IReadOnlyList<string> names)
    {
        to.Write(names.Count);
        foreach (string name in names)
        {
            to.Write(name);
        }
    }

    private static List<string> Names(BinaryReader from) => StateBytes.List(from, MostName, "a number of names", static reader => reader.ReadString());

    private static string? Optional(BinaryReader from)
    {
        bool has = from.ReadBoolean();
        string text = from.ReadString();
        return has ? text : null;
    }
}
