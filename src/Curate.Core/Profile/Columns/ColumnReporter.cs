using Curate.Core.Data;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>Makes the report of one column, and its distribution for comparisons, from its state and the sample.</summary>
internal sealed class ColumnReporter
{
    private const int MostShapes = 10;

    private readonly ColumnState _column;
    private readonly ColumnParts _parts;
    private readonly ColumnValues _values;
    private readonly long _count;

    public ColumnReporter(ColumnState column, SampleTable sample, int index)
    {
        _column = column;
        _parts = column.Parts();
        _values = new ColumnValues(column, sample, index);
        _count = column.Rows - column.Nulls;
        Kind = column.Kind(_parts);
        Distinct = DistinctOf();
        IsUnique = _count > 0 && (Distinct.IsExact ? Distinct.Value == _count : _parts.Hashes.KeptRepeated() == 0);
        Type = SemanticRules.Of(Kind, _count, Distinct, IsUnique, _parts, _values);
        HasNumbers = Kind is ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal || 2 * Numbers > _count;
    }

    public string Name => _column.Field.Name;

    public ColumnKind Kind { get; }

    public SemanticType Type { get; }

    public Estimate Distinct { get; }

    /// <summary>No value repeats, surely where <see cref="Distinct"/> is exact, else as far as the kept hashes tell.</summary>
    public bool IsUnique { get; }

    public bool HasNulls => _column.Nulls > 0;

    public ValueForm Form => _column.Form;

    public ColumnValues Values => _values;

    /// <summary>Numbers are what the column mostly holds.</summary>
    public bool HasNumbers { get; }

    private long Numbers => _parts.Count(LexicalClass.Whole) + _parts.Count(LexicalClass.LongWhole) + _parts.Count(LexicalClass.Number);

    public ColumnReport Report(int top) => new()
    {
        Name = Name,
        Kind = Kind,
        Type = Type,
        Evidence = Evidence(),
        Rows = _column.Rows,
        Nulls = _column.Nulls,
        NullLike = NullLike(),
        Distinct = Distinct,
        Top = _values.Top(top),
        TopIsExact = _values.IsExact,
        Examples = _values.Examples,
        Numeric = HasNumbers && _parts.Numeric is { } numeric ? NumericOf(numeric) : null,
        Text = Kind is ColumnKind.Text or ColumnKind.Json or ColumnKind.Bytes && _parts.Text is { } text ? TextOf(text) : null,
        Time = Kind is ColumnKind.Date or ColumnKind.Time && _parts.Time is { } time ? TimeReporter.Of(time, Kind, Distinct) : null,
        Vector = 2 * (_parts.Vector?.Count ?? 0) > _count ? VectorOf(_parts.Vector!) : null,
    };

    /// <summary>The finite numbers as a distribution, or null where there is none.</summary>
    public NumericDistribution? NumberDistribution() =>
        _parts.Numeric is { Count: > 0 } numeric ? NumberBuckets(numeric).Distribution(numeric.Sums.Moments(numeric.Count)) : null;

    /// <summary>What a comparison needs of the column.</summary>
    public ColumnDistribution Distribution() => new()
    {
        Name = Name,
        Kind = Kind,
        Rows = _column.Rows,
        Nulls = _column.Nulls,
        Numeric = HasNumbers ? NumberDistribution() : Type switch
        {
            SemanticType.FreeText when _parts.Text is { } text => LengthBuckets(text.Lengths).Distribution(text.Lengths.Moments()),
            SemanticType.Time when _parts.Time is { } time => MomentDistribution(time),
            _ => null,
        },
        Categories = HasCategories() ? Categories() : null,
    };

    private bool HasCategories() => Type is SemanticType.Category or SemanticType.Flag or SemanticType.Constant
        || (_values.IsExact && Kind is ColumnKind.Text or ColumnKind.Flag && _count > 0 && 2 * _values.Count <= _count);

    private CategoryDistribution Categories()
    {
        // Different bytes can be one text (a JSON escape), and the order of bytes is not the ordinal order of UTF-16.
        var sums = new NameCounts();
        (string[] texts, long[] times) = _values.Texts();
        for (int i = 0; i < texts.Length; i++)
        {
            sums.Add(texts[i], times[i]);
        }

        (string[] names, long[] counts) = sums.Sorted();
        return new CategoryDistribution
        {
            Counts = [.. names.Select((name, i) => new CategoryCount(name, counts[i]))],
            IsExact = _values.IsExact,
            Total = _values.Total,
        };
    }

    private static NumericDistribution MomentDistribution(TimeState time)
    {
        var sums = new PowerSums();
        foreach ((long unit, long count) in time.Counts.Sorted())
        {
            Int128 micros = (Int128)unit * time.Counts.Unit;
            sums.AddDecimal((ulong)Int128.Abs(micros), micros < 0, 0, count);
        }

        return TimeReporter.Buckets(time).Distribution(sums.Moments(time.Count));
    }

    private Estimate DistinctOf()
    {
        if (_column.Values is { } values)
        {
            return Estimate.Exact(values.Count);
        }

        if (_parts.Hashes.IsExact)
        {
            return Estimate.Exact(_parts.Hashes.Kept);
        }

        double value = Math.Min(_parts.Distinct.Estimate(), _count);
        double error = 3 * _parts.Distinct.RelativeError * value;
        return new Estimate(value, Math.Max(_parts.Hashes.Kept, value - error), Math.Min(_count, value + error), false);
    }

    private List<ValueCount> Evidence()
    {
        if (_column.Form is ValueForm.Bytes || _column.Field.Kind is not null)
        {
            return _count == 0 ? [] : [ValueCount.Exact(ValueText.NameOf(Kind), _count, _count)];
        }

        // In the order of the names, which ties keep.
        string[] names = ["date", "flag", "nested", "number", "text", "time", "vector", "whole"];
        long[] counts =
        [
            _parts.Count(LexicalClass.Date),
            _parts.Count(LexicalClass.Flag),
            _parts.Count(LexicalClass.Nested),
            _parts.Count(LexicalClass.Number),
            _parts.Count(LexicalClass.Text),
            _parts.Count(LexicalClass.Time),
            _parts.Count(LexicalClass.Vector),
            _parts.Count(LexicalClass.Whole) + _parts.Count(LexicalClass.LongWhole),
        ];
        var evidence = new List<ValueCount>();
        foreach (int place in FrequencyOrder.Of(counts))
        {
            if (counts[place] > 0)
            {
                evidence.Add(ValueCount.Exact(names[place], counts[place], _count));
            }
        }

        return evidence;
    }

    private List<ValueCount> NullLike()
    {
        var found = new List<ValueCount>();
        for (int i = 0; i < NullLikeTexts.Count; i++)
        {
            if (_parts.Text?.NullLike(i) is > 0 and long rows)
            {
                found.Add(ValueCount.Exact(NullLikeTexts.Text(i), rows, _count));
            }
        }

        if (found.Count == 0)
        {
            return found;
        }

        int[] order = FrequencyOrder.Of([.. found.Select(static v => v.Count)]);
        return [.. order.Select(place => found[place])];
    }

    private ValueBuckets NumberBuckets(NumericState numeric) => _values.IsExact && _column.Form != ValueForm.Vector
        ? ValueBuckets.OfValues(_values.Numbers())
        : new ValueBuckets(numeric.Histogram.Buckets(), numeric.Min, numeric.Max, LogHistogram.RelativeError);

    private NumericReport NumericOf(NumericState numeric) =>
        NumberBuckets(numeric).Report(numeric.Sums.Moments(numeric.Count), Kind == ColumnKind.Whole) with
        {
            Zeros = numeric.Zeros,
            Negatives = numeric.Negatives,
            NaNs = numeric.NaNs,
            PositiveInfinities = numeric.PositiveInfinities,
            NegativeInfinities = numeric.NegativeInfinities,
        };

    private static ValueBuckets LengthBuckets(SmallCounts lengths) => new(lengths.Buckets(), lengths.Least, lengths.Most, lengths.RelativeError);

    private TextReport TextOf(TextState text)
    {
        bool isText = Kind != ColumnKind.Bytes;
        return new TextReport
        {
            Lengths = LengthBuckets(text.Lengths).Report(text.Lengths.Moments(), isWhole: true) with { Zeros = text.Empty },
            Bytes = text.Bytes,
            Empty = text.Empty,
            Padded = text.Padded,
            NonAscii = text.NonAscii,
            Words = text.Words,
            Shapes = isText ? _values.Shapes(MostShapes) : [],
            Scripts = isText ? _values.Scripts() : [],
            Variants = isText && Type != SemanticType.FreeText ? _values.Variants() : [],
        };
    }

    private VectorReport VectorOf(VectorState vector) => new()
    {
        Dimension = _parts.LeastDimension == _parts.MostDimension ? _parts.MostDimension : 0,
        LeastDimension = _parts.LeastDimension,
        MostDimension = _parts.MostDimension,
        Norms = new ValueBuckets(vector.Norms.Histogram.Buckets(), vector.Norms.Min, vector.Norms.Max, LogHistogram.RelativeError)
            .Report(vector.Norms.Sums.Moments(vector.Norms.Count), isWhole: false) with
        { Zeros = vector.Norms.Zeros },
        ZeroVectors = vector.Zero,
        NonFinite = vector.NonFinite,
        Duplicates = Duplicates(),
    };

    private Estimate Duplicates()
    {
        double repeats = _parts.Hashes.Repeats(out double error);
        return _parts.Hashes.IsExact
            ? Estimate.Exact(repeats)
            : new Estimate(repeats, Math.Max(0, repeats - (3 * error)), Math.Min(_count, repeats + (3 * error)), false);
    }
}
