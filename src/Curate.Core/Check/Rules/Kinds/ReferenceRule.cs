using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Every key stands in another file. The keys of that file are held: 24 to 48 bytes a distinct key.</summary>
internal sealed record ReferenceRule : Rule
{
    private const long BytesPerKey = 48;

    private readonly string _path;
    private readonly string _shown;
    private readonly IReadOnlyList<string> _there;

    private ReferenceRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.Need("file");
        Items = reader.Columns("columns");
        (_path, _shown) = reader.Path("file")!.Value;
        _there = reader.Columns("file-columns");
    }

    public static RuleKind Entry { get; } = new("reference", "Every key stands in another file.",
        new("broken-reference", Severity.Error, "Keys do not stand in the file that they refer to")
        {
            Why = "Such rows vanish in a join, or get the default of another table.",
            Formula = "rule reference: share of rows whose key no row of `file` has > tolerance; rows with a missing value in the key do not count",
            Advice = "Bring the file of keys up to date, or drop the rows.",
        },
        [
            new("columns", RuleKeyKind.Columns, "The key here; several columns are one compound key.") { Required = true },
            new("file", RuleKeyKind.Path, "A file of any format, relative to the file of rules.") { Required = true },
            new("file-columns", RuleKeyKind.Columns, "The key there, in the same order.") { Default = "the same names" },
        ], static reader => new ReferenceRule(reader));

    public override IReadOnlyList<string> Files => [_path];

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns)
    {
        int[] at = start.Columns(columns);
        HashSet<Hash128> keys = start.Inputs.Shared($"keys of {_path}\0{string.Join('\0', columns)}\0{string.Join('\0', _there)}", inputs => Keys(inputs, columns)).Set;
        return
        [
            new RowRun(this, columns, start.Inputs, "rows", $"have a key {RuleWords.Columns(columns)} that {_shown} does not have", (batch, states) =>
            {
                for (int row = 0; row < states.Length; row++)
                {
                    if (Key(batch, at, row) is { } key)
                    {
                        states[row] = keys.Contains(key) ? RowRun.Kept : RowRun.Broken;
                    }
                }
            }),
        ];
    }

    private static Hash128? Key(RecordBatch batch, ReadOnlySpan<int> columns, int row)
    {
        Hash128 hash = default;
        foreach (int at in columns)
        {
            TextColumn column = batch.Text(at);
            if (column.IsNull(row))
            {
                return null;
            }

            hash = hash.Then(Hash128.Of(column[row]));
        }

        return hash;
    }

    private KeySet Keys(CheckInputs inputs, IReadOnlyList<string> columns)
    {
        IRecordSource file = inputs.OpenFile(_path);
        IReadOnlyList<string> there = _there.Count == 0 ? columns : ColumnSelector.Parse(_there).Resolve(file);
        if (there.Count != columns.Count)
        {
            Fail.Usage($"{File}, line {Options.NumberText.Of(Line)}: the key has {RuleWords.Count(columns.Count)} columns here and {RuleWords.Count(there.Count)} in {_shown}.", "Name as many file-columns as columns.");
        }

        if (there.FirstOrDefault(c => !file.HasColumn(c)) is { } missing)
        {
            Fail.With(ErrorCodes.UnknownColumn, $"{File}, line {Options.NumberText.Of(Line)}: {_shown} has no column {Fail.Show(missing)}.", "Name the columns of that file with file-columns.");
        }

        var held = new KeySet(inputs.Context.Memory.Lease(0, "The keys of " + _shown));
        int[] at = [.. Enumerable.Range(0, there.Count)];
        inputs.Passes.Each(file, ReadRequest.Of([.. there.Select(static c => new ColumnRequest(c, ColumnKind.Text))]), "read keys", batch =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (Key(batch, at, row) is { } key && held.Set.Add(key) && held.Set.Count % 4096 == 1)
                {
                    held.Lease.Grow(4096 * BytesPerKey, "The keys of " + _shown);
                }
            }
        });
        return held;
    }

    private sealed class KeySet(MemoryLease lease) : IDisposable
    {
        public HashSet<Hash128> Set { get; } = [];

        public MemoryLease Lease => lease;

        public void Dispose() => lease.Dispose();
    }
}
