using System.Runtime.CompilerServices;
using Curate.Core.Methods;

namespace Curate.Core.Data;

/// <summary>
/// Finds the kind of columns that come as text: the narrowest one that every value has that is not null. Flags, whole numbers (64 bits),
/// numbers (whole ones among them only up to 2^53, so that no digit is lost), dates, times (dates among them at midnight), vectors of one
/// dimension. In JSON Lines, strings stay texts unless all are ISO dates, and a column with an object or a mixed array is JSON.
/// Everything else, and a column of nulls, is text.
/// </summary>
/// <remarks>
/// The result does not depend on the order of rows or on how they were split; the example that settled a column does not either, provided
/// that each state takes its own rows in ascending order. Memory: a few hundred bytes per column. Time: one look at each value, and
/// only at the null bit once a column is settled.
/// </remarks>
public sealed class KindInference : ISummary<KindInference>
{
    private readonly ColumnEvidence[] _columns;
    private readonly ColumnKind _rawKind;

    /// <param name="columns">The columns of the batches, in order.</param>
    /// <param name="rawKind">How they are read: <see cref="ColumnKind.Text"/> (CSV) or <see cref="ColumnKind.Json"/> (JSON Lines).</param>
    public KindInference(IReadOnlyList<string> columns, ColumnKind rawKind)
    {
        if (rawKind is not (ColumnKind.Text or ColumnKind.Json))
        {
            throw new ArgumentOutOfRangeException(nameof(rawKind));
        }

        Columns = columns;
        _rawKind = rawKind;
        _columns = new ColumnEvidence[columns.Count];
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = new ColumnEvidence(rawKind == ColumnKind.Json);
        }
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The columns in the kind in which a pass has to read them.</summary>
    public ReadRequest Request() => new() { Columns = [.. Columns.Select(name => new ColumnRequest(name, _rawKind))] };

    /// <inheritdoc/>
    public void Add(RecordBatch batch)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            Add(i, batch);
        }
    }

    /// <summary>Adds the values of one column.</summary>
    internal void Add(int column, RecordBatch batch)
    {
        TextColumn values = batch.Text(column);
        ColumnEvidence evidence = _columns[column];
        evidence.Rows += values.Count;
        evidence.Nulls += values.NullCount;
        Add(evidence, values, batch, 0);
    }

    /// <summary>
    /// Adds the values of one text column and, since a look at a number tells its class and its value alike, puts the numbers where they are wanted.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="from">The first of them: 0, or where the call before ended.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="numbers">Takes the number of row r at r times <paramref name="stride"/>.</param>
    /// <param name="stride">Places from one row to the next.</param>
    /// <returns>False where a value is missing or no number: then the column is added to the end of the batch all the same.</returns>
    internal bool AddNumbers(int column, RecordBatch batch, int from, int to, Span<double> numbers, int stride)
    {
        TextColumn values = batch.Text(column);
        ColumnEvidence evidence = _columns[column];
        if (from == 0 && (_rawKind != ColumnKind.Text || evidence.IsSettled || values.NullCount != 0))
        {
            Add(column, batch);
            return false;
        }

        long wholes = 0;
        long others = 0;
        int row = from;
        bool all = true;
        for (; row < to && all; row++)
        {
            if (values.TryPlainNumber(row, out double value, out bool isWhole) && evidence.Has(isWhole ? LexicalClass.Whole : LexicalClass.Number))
            {
                wholes += isWhole ? 1 : 0;
                others += isWhole ? 0 : 1;
            }
            else
            {
                Classify(evidence, values, batch, row);
                all = values.TryNumber(row, out value) && !evidence.IsSettled;
            }

            numbers[row * stride] = value;
        }

        evidence.Repeat(LexicalClass.Whole, wholes);
        evidence.Repeat(LexicalClass.Number, others);
        evidence.Rows += (all ? to : values.Count) - from;
        if (!all)
        {
            Add(evidence, values, batch, row);
        }

        return all;
    }

    /// <inheritdoc/>
    public void Merge(KindInference later)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Merge(later._columns[i]);
        }
    }

    /// <summary>The column with its kind and, for vectors, its dimension.</summary>
    public Field Result(int column) =>
        new(Columns[column], _columns[column].Kind) { Dimension = _columns[column].Kind == ColumnKind.Vector ? _columns[column].Dimension : 0 };

    public long Rows(int column) => _columns[column].Rows;

    public long Nulls(int column) => _columns[column].Nulls;

    /// <summary>
    /// How many values of a class there are, or null where the column is text or JSON: there the looking stopped once it was settled.
    /// </summary>
    public long? Count(int column, LexicalClass value) =>
        _columns[column].Kind is ColumnKind.Text or ColumnKind.Json ? null : _columns[column].Count(value);

    /// <summary>The first value that made the column text or JSON, or null where it is neither or has no values.</summary>
    public KindExample? SettledBy(int column) => _columns[column].Settling();

    private void Add(ColumnEvidence evidence, TextColumn values, RecordBatch batch, int row)
    {
        int count = values.Count;
        bool isJson = _rawKind == ColumnKind.Json;
        while (row < count && !evidence.IsSettled)
        {
            // A run of the class that came last is checked by the one test that this class needs.
            int run = evidence.Has(evidence.Last) ? Run(evidence.Last, values, row, isJson, out int seen) : Nothing(out seen);
            evidence.Repeat(evidence.Last, seen);
            row += run;
            if (row >= count)
            {
                return;
            }

            if (values.IsNull(row))
            {
                row++;
                continue;
            }

            Classify(evidence, values, batch, row);
            row++;
        }
    }

    private void Classify(ColumnEvidence evidence, TextColumn values, RecordBatch batch, int row)
    {
        ReadOnlySpan<byte> value = values[row];
        LexicalClass found = _rawKind == ColumnKind.Json ? LexicalScan.OfJson(value, out int dimension) : LexicalScan.OfText(value, out dimension);
        if (evidence.IsNew(found, dimension))
        {
            evidence.AddNew(found, dimension, batch.Id(row), value);
        }
        else
        {
            evidence.Repeat(found, 1);
        }

        evidence.Last = found;
    }

    /// <summary>How many rows from <paramref name="from"/> on are null or surely of a class, and how many of them are not null.</summary>
    private static int Run(LexicalClass expected, TextColumn values, int from, bool isJson, out int seen) => expected switch
    {
        LexicalClass.Whole => Run<WholeTest>(values, from, out seen),
        LexicalClass.Number => Run<NumberTest>(values, from, out seen),
        LexicalClass.Flag => isJson ? Run<JsonFlagTest>(values, from, out seen) : Run<FlagTest>(values, from, out seen),
        LexicalClass.Date when !isJson => Run<DateTest>(values, from, out seen),
        LexicalClass.Time when !isJson => Run<TimeTest>(values, from, out seen),
        LexicalClass.Text when isJson => Run<JsonTextTest>(values, from, out seen),
        _ => Nothing(out seen),
    };

    private static int Nothing(out int seen) => seen = 0;

    private static int Run<TTest>(TextColumn values, int from, out int seen)
        where TTest : struct, IClassTest
    {
        int row = from;
        int nulls = 0;
        bool anyNull = values.NullCount != 0;
        for (; row < values.Count; row++)
        {
            if (anyNull && values.IsNull(row))
            {
                nulls++;
            }
            else if (!TTest.Holds(values[row]))
            {
                break;
            }
        }

        seen = row - from - nulls;
        return row - from;
    }

    private interface IClassTest
    {
        static abstract bool Holds(ReadOnlySpan<byte> value);
    }

    private readonly struct WholeTest : IClassTest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ReadOnlySpan<byte> value) => LexicalScan.IsPlainWhole(value);
    }

    private readonly struct NumberTest : IClassTest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Holds(ReadOnlySpan<byte> value) => LexicalScan.IsPlainNumber(value);
    }

    private readonly struct FlagTest : IClassTest
    {
        public static bool Holds(ReadOnlySpan<byte> value) => ValueText.TryFlag(value, out _);
    }

    private readonly struct DateTest : IClassTest
    {
        public static bool Holds(ReadOnlySpan<byte> value) => MomentText.TryDate(value, out _);
    }

    private readonly struct TimeTest : IClassTest
    {
        public static bool Holds(ReadOnlySpan<byte> value) => value.Length > 10 && MomentText.TryTime(value, out _);
    }

    private readonly struct JsonFlagTest : IClassTest
    {
        public static bool Holds(ReadOnlySpan<byte> value) => value.Length is 4 or 5 && value[0] is (byte)'t' or (byte)'f';
    }

    /// <summary>A string that cannot start a date. Strings in a text column could be dates without harm, so this only ever errs towards looking
    /// closer.</summary>
    private readonly struct JsonTextTest : IClassTest
    {
        public static bool Holds(ReadOnlySpan<byte> value) => value.Length >= 2 && value[0] == '"' && (uint)(value[1] - '0') > 9;
    }
}
