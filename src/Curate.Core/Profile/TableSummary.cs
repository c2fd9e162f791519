using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Profile.Columns;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Metrics;
using Curate.Core.Profile.Report;
using Curate.Core.Profile.Roles;
using Curate.Core.Randomness;
using Curate.Core.Sketches;

namespace Curate.Core.Profile;

/// <summary>
/// The mergeable state of a profile: one state per column, hashes of whole rows, a sample of whole rows, exact class counts and cells of label and group columns,
/// and the measures of a classifier. Everything is a function of the multiset of rows and their numbers, so the saved bytes and the report are the same for
/// any workers, batches, splits of files, shards and groupings of merges.
/// </summary>
/// <remarks>
/// Time: each value is hashed once and looked at once. Memory: about 300 KiB per column for tables of few columns and about 30 KiB for thousands, 3 MB of row
/// hashes and at most 24 MiB of sample, whatever the number of rows; class counts grow with the number of classes. Every worker has a state of its own.
/// </remarks>
public sealed class TableSummary : ISummary<TableSummary>
{
    private const uint Magic = 0x46505243;
    private const int Version = 1;

    private readonly ProfileLimits _limits;
    private readonly SeededDraw _draw;
    private readonly ValueBlock _block = new();
    private readonly ulong[] _rowHashes = new ulong[ValueBlock.MostRows];
    private readonly ColumnState[] _columns;
    private readonly CodedValues?[] _coded;
    private readonly (int Column, ClassCounts Counts)[] _roles;
    private readonly ClassCells[] _cells;
    private readonly MetricsSummary? _metrics;
    private readonly DistinctSample? _distinctRows;
    private readonly RowSample _sample;
    private TableReporter? _reporter;
    private byte[] _room = [];

    /// <param name="shape">What to look at.</param>
    /// <param name="options">How measures of a classifier are told: the positive class, shares of missed positives.</param>
    public TableSummary(ProfileShape shape, ProfileOptions options)
        : this(shape, options, null)
    {
    }

    /// <summary>A summary of some of the rows, to be merged with the others that share the limit of samples.</summary>
    internal TableSummary(ProfileShape shape, ProfileOptions options, SampleLimit? limit)
        : this(shape, ProfileLimits.Of(shape.Columns.Count, shape.Sample))
    {
        _columns = [.. shape.Columns.Select(f => new ColumnState(f, shape.RawKind, _limits))];
        _roles = [.. Roles(shape).Select(r => (r.Column, new ClassCounts(Form(r.Column), r.IsLabel, shape.LabelSeparator)))];
        _cells = new ClassCells[shape.Labels.Count * shape.Groups.Count];
        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i] = new ClassCells();
        }

        _metrics = shape.HasMetrics ? new MetricsSummary(shape.MetricsColumns(options), shape.MetricsPositions()) : null;
        _distinctRows = shape.Duplicates ? new DistinctSample(ProfileLimits.RowHashes) : null;
        _sample = new RowSample(_limits.SampleRows, ProfileLimits.MostSampleBytes, limit);
    }

    private TableSummary(ProfileShape shape, BinaryReader from, ProfileOptions options)
        : this(shape, ProfileLimits.Of(shape.Columns.Count, shape.Sample))
    {
        Rows = StateBytes.Rows(from, "a number of rows");
        _columns = new ColumnState[shape.Columns.Count];
        for (int c = 0; c < _columns.Length; c++)
        {
            _columns[c] = ColumnState.Load(from, shape.Columns[c], shape.RawKind, _limits);
            StateBytes.Demand(_columns[c].Rows == Rows, "a number of rows of a column");
        }

        _roles = [.. Roles(shape).Select(r => (r.Column, ClassCounts.Load(from, Form(r.Column), r.IsLabel, shape.LabelSeparator)))];
        _cells = new ClassCells[shape.Labels.Count * shape.Groups.Count];
        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i] = ClassCells.Load(from, LabelOf(i), GroupOf(i));
        }

        _metrics = shape.HasMetrics ? MetricsSummary.Load(from, shape.MetricsColumns(options), shape.MetricsPositions()) : null;
        _distinctRows = shape.Duplicates ? DistinctSample.Load(from) : null;
        StateBytes.Demand(_distinctRows is null || _distinctRows.Capacity == ProfileLimits.RowHashes, "the capacity of row hashes");
        _sample = RowSample.Load(from, _limits.SampleRows, ProfileLimits.MostSampleBytes);
        StateBytes.Demand(_sample.Count <= Rows, "the size of a sample");
        _ = Reporter();
    }

    private TableSummary(ProfileShape shape, ProfileLimits limits)
    {
        Shape = shape;
        _limits = limits;
        _draw = SampleDraw(shape);
        _columns = [];
        _coded = new CodedValues?[shape.Columns.Count];
        _roles = [];
        _cells = [];
        _sample = null!;
    }

    /// <summary>What is looked at.</summary>
    public ProfileShape Shape { get; }

    /// <summary>Rows taken in.</summary>
    public long Rows { get; private set; }

    /// <inheritdoc/>
    public void Add(RecordBatch batch)
    {
        _reporter = null;
        Rows += batch.Count;
        _metrics?.Add(batch);
        for (int from = 0; from < batch.Count; from += ValueBlock.MostRows)
        {
            int to = Math.Min(batch.Count, from + ValueBlock.MostRows);
            Span<ulong> hashes = _rowHashes.AsSpan(0, to - from);
            hashes.Clear();
            for (int c = 0; c < _columns.Length; c++)
            {
                if (CodedValues.MayTake(batch[c]))
                {
                    (_coded[c] ??= new CodedValues()).Add(batch[c], from, to, hashes, _columns[c]);
                }
                else
                {
                    _block.Fill(batch[c], from, to, hashes);
                    _columns[c].Add(_block, to - from);
                }
            }

            if (_distinctRows is { } rows)
            {
                foreach (ref ulong hash in hashes)
                {
                    hash = Hash64.Of(hash);
                }

                rows.Add(hashes);
            }

            AddRoles(batch, from, to);
            AddSample(batch, from, to);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes differ (<see cref="ProfileShape.Difference"/>).</exception>
    public void Merge(TableSummary later)
    {
        if (Shape.Difference(later.Shape) is { } difference)
        {
            throw new ArgumentException("The states do not merge: " + difference + ".", nameof(later));
        }

        _reporter = null;
        Settle();
        later.Settle();
        Rows += later.Rows;
        for (int c = 0; c < _columns.Length; c++)
        {
            _columns[c].Merge(later._columns[c]);
        }

        int[][] codes = new int[_roles.Length][];
        for (int r = 0; r < _roles.Length; r++)
        {
            _roles[r].Counts.Merge(later._roles[r].Counts);
            codes[r] = _roles[r].Counts.CodesOf(later._roles[r].Counts);
        }

        for (int i = 0; i < _cells.Length; i++)
        {
            (int label, int group) = (i / Shape.Groups.Count, Shape.Labels.Count + (i % Shape.Groups.Count));
            _cells[i].Merge(later._cells[i], _roles[label].Counts, codes[label], _roles[group].Counts, codes[group]);
        }

        _metrics?.Merge(later._metrics!);
        _distinctRows?.Merge(later._distinctRows!);
        _sample.Merge(later._sample);
    }

    /// <summary>Writes the state; equal rows give equal bytes.</summary>
    public void Save(BinaryWriter to)
    {
        Settle();
        to.Write(Magic);
        to.Write(Version);
        Shape.Save(to);
        to.Write(Rows);
        foreach (ColumnState column in _columns)
        {
            column.Save(to);
        }

        foreach ((_, ClassCounts counts) in _roles)
        {
            counts.Save(to);
        }

        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i].Save(to, LabelOf(i), GroupOf(i));
        }

        _metrics?.Save(to);
        _distinctRows?.Save(to);
        _sample.Save(to);
    }

    /// <summary>Reads what <see cref="Save"/> wrote, damaged or hostile bytes included.</summary>
    /// <param name="from">The state.</param>
    /// <param name="options">How measures of a classifier are told.</param>
    /// <exception cref="InvalidDataException">The bytes are no state of this version.</exception>
    public static TableSummary Load(BinaryReader from, ProfileOptions options)
    {
        try
        {
            StateBytes.Demand(from.ReadUInt32() == Magic, "the beginning of a profile state");
            int version = from.ReadInt32();
            if (version != Version)
            {
                throw new InvalidDataException($"The profile state has version {version}; this program reads version {Version}.");
            }

            return new TableSummary(ProfileShape.Load(from), from, options);
        }
        catch (Exception failure) when (failure is CurateException || (failure is not InvalidDataException && DamagedBytes.Explain(failure)))
        {
            // What a damaged length or text does to the readers of the framework.
            throw new InvalidDataException("The saved state is damaged: " + failure.Message, failure);
        }
    }

    /// <summary>The report.</summary>
    /// <param name="options">What to show; roles are those of <see cref="Shape"/>.</param>
    /// <param name="name">The dataset, as the user named it.</param>
    /// <param name="path">The input as the user wrote it, for commands to paste; null = none.</param>
    /// <param name="bytes">Bytes of the input, where known.</param>
    /// <param name="reference">A dataset to compare with.</param>
    /// <param name="workers">Threads; the report does not depend on it.</param>
    public ProfileReport Finish(ProfileOptions options, string name, string? path = null, long? bytes = null, ComparisonSide? reference = null,
        int workers = 1) => Reporter(workers).Report(options, name, path, bytes, reference, _metrics?.Report(), workers);

    /// <summary>This dataset as a side of a comparison.</summary>
    public ComparisonSide Side(string name) => Reporter().Side(name);

    /// <summary>What decides which rows are sampled.</summary>
    internal static SeededDraw SampleDraw(ProfileShape shape) => new(shape.Seed, "profile sample");

    internal DistinctSample? DistinctRows => _distinctRows;

    internal ColumnState Column(int index)
    {
        Settle();
        return _columns[index];
    }

    internal RowSample Sample => _sample;

    internal ClassCounts Role(int index) => _roles[index].Counts;

    internal int RoleColumn(int index) => _roles[index].Column;

    internal ClassCells Cells(int label, int group) => _cells[(label * Shape.Groups.Count) + group];

    private TableReporter Reporter(int workers = 1) => _reporter ??= new TableReporter(this, workers);

    // Values that were counted by their codes enter the states.
    private void Settle()
    {
        for (int c = 0; c < _coded.Length; c++)
        {
            _coded[c]?.Settle(_columns[c]);
        }
    }

    private ClassCounts LabelOf(int cell) => _roles[cell / Shape.Groups.Count].Counts;

    private ClassCounts GroupOf(int cell) => _roles[Shape.Labels.Count + (cell % Shape.Groups.Count)].Counts;

    private ValueForm Form(int column) => ValueBlock.FormOf(Shape.Columns[column].Kind ?? Shape.RawKind);

    private static IEnumerable<(int Column, bool IsLabel)> Roles(ProfileShape shape) =>
        [.. shape.Labels.Select(l => (shape.IndexOf(l), true)), .. shape.Groups.Select(g => (shape.IndexOf(g), false))];

    private void AddRoles(RecordBatch batch, int from, int to)
    {
        foreach ((int column, ClassCounts counts) in _roles)
        {
            counts.Add(batch[column], from, to);
        }

        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i].Add(LabelOf(i), GroupOf(i));
        }
    }

    private void AddSample(RecordBatch batch, int from, int to)
    {
        ulong most = _sample.MostDraw;
        for (int row = from; row < to; row++)
        {
            ulong draw = _draw.Bits(batch.Source, batch.FirstRow + row);
            if (draw > most || !_sample.Wants(draw, batch.Id(row)))
            {
                continue;
            }

            int used = 0;
            for (int c = 0; c < _columns.Length; c++)
            {
                SampleTable.Append(batch[c], row, ref _room, ref used);
            }

            _sample.Add(draw, batch.Id(row), _room[..used]);
            most = _sample.MostDraw;
        }
    }
}
