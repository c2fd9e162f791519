using System.Text;
using Curate.Cli.Options;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Profile;

namespace Curate.Cli.Running;

/// <summary>What a profile gathered, with what its report has to say about the dataset. It can be saved, merged and compared later, without the rows.</summary>
internal sealed record ProfileState(TableSummary Table)
{
    private const int Most = 1_000_000;

    /// <summary>The dataset, as the user named it.</summary>
    public required string Name { get; init; }

    /// <summary>The input for commands to paste, or null where it is no single file.</summary>
    public string? Path { get; init; }

    public long? Bytes { get; init; }

    public long? Limit { get; init; }

    /// <summary>Rows left out by <c>--where</c>.</summary>
    public long LeftOut { get; init; }

    public IReadOnlyDictionary<string, long> BadRows { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Columns asked for in the association matrix.</summary>
    public IReadOnlyList<string> Associations { get; init; } = [];

    public void Save(BinaryWriter to)
    {
        to.Write(Name);
        to.Write(Path ?? "");
        to.Write(Bytes ?? -1);
        to.Write(Limit ?? -1);
        to.Write(LeftOut);
        to.Write(BadRows.Count);
        foreach ((string code, long rows) in BadRows)
        {
            to.Write(code);
            to.Write(rows);
        }

        to.Write(Associations.Count);
        foreach (string column in Associations)
        {
            to.Write(column);
        }

        Table.Save(to);
    }

    /// <summary>Reads the state behind a head; <paramref name="options"/> are those of <see cref="OptionsOf"/>.</summary>
    public static ProfileState Load(StateHead head, ProfileOptions options)
    {
        BinaryReader from = head.Reader;
        try
        {
            string name = from.ReadString();
            string path = from.ReadString();
            long bytes = from.ReadInt64();
            long limit = from.ReadInt64();
            long leftOut = from.ReadInt64();
            var badRows = new SortedDictionary<string, long>(StringComparer.Ordinal);
            for (int left = Count(from); left > 0; left--)
            {
                badRows[from.ReadString()] = from.ReadInt64();
            }

            var associations = new List<string>();
            for (int left = Count(from); left > 0; left--)
            {
                associations.Add(from.ReadString());
            }

            return new ProfileState(TableSummary.Load(from, options))
            {
                Name = name,
                Path = path.Length == 0 ? null : path,
                Bytes = bytes < 0 ? null : bytes,
                Limit = limit < 0 ? null : limit,
                LeftOut = leftOut,
                BadRows = badRows,
                Associations = associations,
            };
        }
        catch (Exception damage) when (DamagedBytes.Explain(damage))
        {
            Fail.With(ErrorCodes.CorruptFile, $"The state '{head.Path}' is damaged or cut short.", "Write it again.", damage);
            return null!;
        }
    }

    /// <summary>The options that a state was gathered with, but for columns: those stand resolved in the state.</summary>
    public static ProfileOptions OptionsOf(StateHead head)
    {
        OptionSpec<ProfileOptions>[] specs = [.. ProfileOptionSpecs.All.Where(static s => s.Kind is not (OptionKind.Column or OptionKind.Columns))];
        var values = new OptionValues();
        foreach ((string name, string value) in head.Values.Where(v => specs.Any(s => s.Name == v.Name)))
        {
            values.Add(name, value);
        }

        return OptionBinder.Bind(new ProfileOptions(), specs, values);
    }

    private static int Count(BinaryReader from)
    {
        int count = from.ReadInt32();
        return count is >= 0 and <= Most ? count : throw new FormatException();
    }
}
