using System.Text;
using Curate.Core.Data;
using Curate.Core.Dedupe;
using Curate.Core.Hashing;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Rules;

/// <summary>
/// Rules that hold on the data they are inferred from: each is measured with the same code that judges it. One pass. Thresholds: a complete column is not-null; one that is at least 20%
/// full gets the lower end of its 95% interval (Wilson) as a bound; distinct values of every complete row are a key; up to 50 distinct values, no more than 10% of which occur only once,
/// are a list (of whole numbers up to 10); numbers and times get their ends as a range, and a sign bound of 0 where none is negative; texts get lengths.
/// </summary>
/// <remarks>Memory: 32 bytes a row and column (keys), in scratch beyond the budget, until a value repeats; 50 values a column.</remarks>
public sealed class RuleInference : IDisposable
{
    private const int MostValues = 50;
    private const int MostCodes = 10;
    private const int MostValueBytes = 200;
    private const double LeastComplete = 0.2;
    private const double MostRare = 0.1;

    private readonly ColumnFacts[] _columns;
    private readonly IReadOnlyList<string> _names;

    private RuleInference(IReadOnlyList<string> names, RunContext context)
    {
        _names = names;
        _columns = [.. names.Select(_ => new ColumnFacts(context))];
    }

    public long Rows { get; private set; }

    /// <summary>Reads the dataset once and says which rules hold on it.</summary>
    public static IReadOnlyList<DraftRule> Of(PassRunner passes, IRecordSource source)
    {
        string[] names = [.. source.Schema.Fields.Select(static f => f.Name)];
        using var inference = new RuleInference(names, passes.Context);
        inference.Rows = passes.Each(source, new ReadRequest { Columns = [.. names.Select(static n => new ColumnRequest(n, ColumnKind.Text))] }, "infer rules", inference.Add);
        return inference.Draft();
    }

    public void Dispose()
    {
        foreach (ColumnFacts column in _columns)
        {
            column.Dispose();
        }
    }

    private void Add(RecordBatch batch)
    {
        for (int c = 0; c < _columns.Length; c++)
        {
            _columns[c].Add(batch.Text(c), batch.FirstRow);
        }
    }

    private List<DraftRule> Draft()
    {
        var rules = new List<DraftRule>();
        if (_names.Count > 0)
        {
            rules.Add(new DraftRule("schema", [("columns", _names, true)]));
        }

        if (Rows > 0)
        {
            rules.Add(new DraftRule("row-count", [("min", ["1"], false)]));
        }

        var complete = new List<string>();
        for (int c = 0; c < _columns.Length; c++)
        {
            if (Rows > 0 && _columns[c].Nulls == 0)
            {
                complete.Add(Item(_names[c]));
            }
        }

        if (complete.Count > 0)
        {
            rules.Add(new DraftRule("not-null", [("columns", complete, true)]));
        }

        for (int c = 0; c < _columns.Length; c++)
        {
            Draft(rules, Item(_names[c]), _columns[c]);
        }

        return rules;
    }

    private void Draft(List<DraftRule> rules, string column, ColumnFacts facts)
    {
        long there = Rows - facts.Nulls;
        double share = Rows == 0 ? 0 : (double)there / Rows;
        if (facts.Nulls > 0 && share > LeastComplete)
        {
            // The figure that is written is the one that is compared, so it is rounded down.
            double least = Math.Floor(Proportions.Wilson(there, Rows).Low * 10_000) / 10_000;
            rules.Add(new DraftRule("completeness", [("columns", [column], false), ("min", [NumberText.Of(Math.Min(least, share))], false)]));
        }

        if (there == 0)
        {
            return;
        }

        if (facts.Type is { } type)
        {
            rules.Add(new DraftRule("type", [("columns", [column], false), ("type", [type], false)]));
        }

        if (facts.IsUnique && there == Rows && Rows > 1 && facts.Type is not ("number" or "vector"))
        {
            rules.Add(new DraftRule("unique", [("columns", [column], false)]));
            if (facts.Type == "whole")
            {
                // Whole numbers of which none repeats are names mostly, and the next rows have others.
                return;
            }
        }
        else if (facts.Values is { Count: > 0 } few && (facts.Type is null or "flag" || (facts.Type == "whole" && few.Count <= MostCodes)) && few.Values.Count(static n => n == 1) <= MostRare * few.Count)
        {
            rules.Add(new DraftRule("values", [("columns", [column], false), ("in", [.. few.Keys], true)]));
            return;
        }

        if (facts.Type is "whole" or "number" && double.IsFinite(facts.Min) && double.IsFinite(facts.Max) && !facts.HasNaN)
        {
            rules.Add(new DraftRule("range", [("columns", [column], false), ("min", [facts.Min >= 0 ? "0" : facts.MinText], false), ("max", [facts.MaxText], false)]));
        }
        else if (facts.Type is "date" or "time")
        {
            rules.Add(new DraftRule("range", [("columns", [column], false), ("min", [facts.MinText], false), ("max", [facts.MaxText], false)]));
        }
        else if (facts.Type is null)
        {
            rules.Add(new DraftRule("length", [("columns", [column], false), ("min", [NumberText.Of(facts.Shortest)], false), ("max", [NumberText.Of(facts.Longest)], false)]));
        }
    }

    /// <summary>A name as column lists take it: quoted where its signs would mean something else.</summary>
    private static string Item(string name) =>
        name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or ' ') && name.Trim() == name && name.Length > 0 ? name : "'" + name.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>What is known of one column.</summary>
    private sealed class ColumnFacts(RunContext context) : IDisposable
    {
        private readonly SortedDictionary<string, long> _values = new(StringComparer.Ordinal);
        private SortedRuns<KeyEntry>? _keys = new(context, spill: false);
        private bool _tooMany;
        private bool _isWhole = true;
        private bool _isNumber = true;
        private bool _isFlag = true;
        private bool _isDate = true;
        private bool _isTime = true;
        private bool _isVector = true;
        private double _minTime = double.PositiveInfinity;
        private double _maxTime = double.NegativeInfinity;
        private string _minTimeText = "";
        private string _maxTimeText = "";
        private string _minText = "";
        private string _maxText = "";

        public long Nulls { get; private set; }

        public long Shortest { get; private set; } = long.MaxValue;

        public long Longest { get; private set; }

        public double Min { get; private set; } = double.PositiveInfinity;

        public double Max { get; private set; } = double.NegativeInfinity;

        public bool HasNaN { get; private set; }

        public string MinText => Type is "date" or "time" ? _minTimeText : _minText;

        public string MaxText => Type is "date" or "time" ? _maxTimeText : _maxText;

        /// <summary>The narrowest type that every value has; null = text.</summary>
        public string? Type => _isFlag ? "flag" : _isWhole ? "whole" : _isNumber ? "number" : _isDate ? "date" : _isTime ? "time" : _isVector ? "vector" : null;

        /// <summary>All values with their rows where there are few, else null.</summary>
        public IReadOnlyDictionary<string, long>? Values => _tooMany ? null : _values;

        /// <summary>No value occurs twice.</summary>
        public bool IsUnique
        {
            get
            {
                if (_keys is null)
                {
                    return false;
                }

                _keys.Seal();
                KeyEntry[] buffer = [];
                for (int partition = 0; partition < SortedRuns<KeyEntry>.Partitions; partition++)
                {
                    ReadOnlySpan<KeyEntry> entries = _keys.Sorted(partition, ref buffer);
                    for (int i = 1; i < entries.Length; i++)
                    {
                        if (entries[i].Hash == entries[i - 1].Hash)
                        {
                            return false;
                        }
                    }
                }

                return true;
            }
        }

        public void Add(TextColumn values, long firstRow)
        {
            for (int row = 0; row < values.Count; row++)
            {
                if (values.IsNull(row))
                {
                    Nulls++;
                    continue;
                }

                Add(values[row], firstRow + row);
            }
        }

        public void Dispose() => _keys?.Dispose();

        private void Add(ReadOnlySpan<byte> value, long row)
        {
            long length = Kinds.LengthRule.Of(value);
            Shortest = Math.Min(Shortest, length);
            Longest = Math.Max(Longest, length);
            Count(value, row);
            _isFlag = _isFlag && LexicalScan.OfText(value, out _) == LexicalClass.Flag;
            _isVector = _isVector && LexicalScan.OfText(value, out _) == LexicalClass.Vector;
            _isWhole = _isWhole && ValueText.TryWhole(value, out _);
            if (_isNumber)
            {
                _isNumber = RuleParsing.TryNumber(value, out double number);
                HasNaN |= _isNumber && double.IsNaN(number);
                if (_isNumber && number < Min)
                {
                    (Min, _minText) = (number, Encoding.UTF8.GetString(value).Trim());
                }

                if (_isNumber && number > Max)
                {
                    (Max, _maxText) = (number, Encoding.UTF8.GetString(value).Trim());
                }
            }

            _isDate = _isDate && MomentText.TryDate(value, out _);
            if (_isTime)
            {
                _isTime = RuleParsing.TryInstant(value, out long micros);
                if (_isTime && micros < _minTime)
                {
                    (_minTime, _minTimeText) = (micros, Encoding.UTF8.GetString(value).Trim());
                }

                if (_isTime && micros > _maxTime)
                {
                    (_maxTime, _maxTimeText) = (micros, Encoding.UTF8.GetString(value).Trim());
                }
            }
        }

        private void Count(ReadOnlySpan<byte> value, long row)
        {
            if (_keys is { } keys)
            {
                keys.Add(KeyEntry.Of(Hash128.Of(value), 0, row, other: false));
            }

            if (_tooMany)
            {
                return;
            }

            if (value.Length > MostValueBytes)
            {
                TooMany();
                return;
            }

            string text = Encoding.UTF8.GetString(value);
            if (_values.TryGetValue(text, out long rows))
            {
                // A value that repeats settles that the column is no key.
                _values[text] = rows + 1;
                _keys?.Dispose();
                _keys = null;
            }
            else if (_values.Count == MostValues)
            {
                TooMany();
            }
            else
            {
                _values.Add(text, 1);
            }
        }

        private void TooMany()
        {
            _tooMany = true;
            _values.Clear();
        }
    }
}
