using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Resample.Weights;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Profile.Diversity;

/// <summary>
/// Quality, diversity and complexity of a dataset in one pass (Havrilla et al. 2024, for the three; Friedman and Dieng 2023 and Pasarkar and Dieng 2024, for the Vendi
/// score): the Vendi score of all rows by the cosine from X' X / n, everything that looks at pairs, and texts, on keyed samples of the whole and of each source.
/// </summary>
/// <remarks>O(d^2 / 2) a row for d numbers, 8 d (1,024 + 4 d) bytes and at most 16 MiB of sample for the whole and each source. Above <see cref="MostDimension"/> numbers the Vendi
/// score is that of the sample.</remarks>
internal sealed class DiversityReader
{
    /// <summary>Numbers of a vector up to which X' X is made: its eigenvalues take d^3 steps. A constant, so that results depend on the data alone.</summary>
    public const int MostDimension = 2048;

    /// <summary>Values of the source column at most.</summary>
    public const int MostSources = 1000;

    private static readonly double[] s_filters = [0, 0.25, 0.5, 0.75, 0.9];

    private readonly DiversityOptions _options;
    private readonly string[] _columns;
    private readonly bool _isEmbedding;
    private readonly RunContext _run;
    private readonly SeededDraw _draw;
    private readonly GroupTable _groups;
    private readonly DiversityCounts _all;
    private readonly List<DiversityCounts> _sources = [];
    private readonly ReadRequest _request;
    private FeatureTransform? _transform;
    private GramSums? _gram;
    private MemoryLease? _lease;
    private int _dimension;
    private int _vectorAt;
    private int _textAt = -1;
    private int _scoreAt = -1;
    private int _lossAt = -1;
    private int _weightAt = -1;

    private DiversityReader(ProfileOptions options, RunContext run)
    {
        _options = options.Diversity;
        _isEmbedding = options.Embedding is not null;
        _columns = options.Embedding is { } embedding ? [embedding] : [.. options.Associations];
        _run = run;
        _draw = run.Draw("profile diversity");
        _groups = new GroupTable(_options.Source is { } source ? [source] : [], keepCodes: false, run);
        _all = new DiversityCounts("all", _options.Sample);
        _request = RequestOf();
    }

    /// <summary>Reads a dataset; its columns are resolved.</summary>
    /// <exception cref="CurateException">A number is not finite, vectors differ in length, or there are too many sources.</exception>
    public static DiversityReport Run(PassRunner passes, IRecordSource source, ProfileOptions options)
    {
        var reader = new DiversityReader(options, passes.Context);
        try
        {
            return reader.Read(passes, source);
        }
        finally
        {
            reader._lease?.Dispose();
            reader._groups.Dispose();
        }
    }

    private ReadRequest RequestOf()
    {
        List<ColumnRequest> columns = [.. _groups.Request];
        _vectorAt = columns.Count;
        columns.AddRange(_columns.Select(name => new ColumnRequest(name, _isEmbedding ? ColumnKind.Vector : ColumnKind.Number)));
        Add(_options.Text, ColumnKind.Text, ref _textAt);
        Add(_options.Score, ColumnKind.Number, ref _scoreAt);
        Add(_options.Loss, ColumnKind.Number, ref _lossAt);
        Add(_options.Weight, ColumnKind.Number, ref _weightAt);
        return new ReadRequest { Columns = columns };

        void Add(string? name, ColumnKind kind, ref int at)
        {
            if (name is not null)
            {
                at = columns.Count;
                columns.Add(new ColumnRequest(name, kind));
            }
        }
    }

    private DiversityReport Read(PassRunner passes, IRecordSource source)
    {
        if (_columns.Length > 0 && _options.Scale != FeatureScaling.None)
        {
            var layout = new FeatureLayout([.. Enumerable.Range(0, _columns.Length)], []);
            FeatureSummary summary = passes.Summarise(source, new ReadRequest { Columns = [.. _request.Columns.Skip(_vectorAt).Take(_columns.Length)] }, "summarise features",
                () => new FeatureSummary(layout, _columns, MissingValues.Drop, _options.Scale));
            _transform = FeatureTransform.Of(summary, _options.Scale);
        }

        passes.Run<DiversityPart>(source, _request, "look at quality and diversity", Map, Fold);
        SampledRow[] whole = _all.Sampled(_dimension);
        var figures = new SampleFigures(whole, _options, _run);
        DiversitySet all = _all.Report(figures.Of(whole));
        if (_gram is { } gram && !all.VendiIsExact)
        {
            all = all with { Vendi = figures.Vendi(gram.ToMatrix(), gram.Rows), VendiRows = gram.Rows, VendiIsExact = true };
        }

        int[] order = _options.Source is null ? [] : _groups.Sorted();
        return new DiversityReport
        {
            Columns = _columns,
            Dimension = _dimension,
            Similarity = _columns.Length == 0 ? null : _options.Gaussian ? "rbf" : "cosine",
            Bandwidth = figures.Bandwidth,
            Text = _options.Text,
            Score = _options.Score,
            Loss = _options.Loss,
            Weight = _options.Weight,
            Source = _options.Source,
            SampleLimit = _options.Sample,
            Sets = [all, .. order.Select(g => _sources[g].Report(figures.Of(_sources[g].Sampled(_dimension))))],
            Filter = Filter(whole, figures),
        };
    }

    private DiversityPart Map(RecordBatch batch, DiversityPart? spent)
    {
        DiversityPart part = spent ?? new DiversityPart();
        part.Groups = GroupPart.Of(batch, 0, _vectorAt, part.Groups);
        part.States = Sized(part.States, batch.Count);
        part.Tokens = Sized(part.Tokens, batch.Count);
        Array.Clear(part.States);
        if (_textAt >= 0)
        {
            TextColumn texts = batch.Text(_textAt);
            for (int row = 0; row < batch.Count; row++)
            {
                part.Tokens[row] = RowSize.Tokens(texts[row]);
            }
        }

        part.Dimension = _columns.Length == 0 ? 0 : _isEmbedding ? ((VectorColumn)batch[_vectorAt]).Dimension : _columns.Length;
        if (_columns.Length > 0)
        {
            MapVectors(batch, part);
        }

        return part;
    }

    private void MapVectors(RecordBatch batch, DiversityPart part)
    {
        int d = part.Dimension;
        part.Vectors = Sized(part.Vectors, batch.Count * d);
        part.Units = Sized(part.Units, batch.Count * d);
        FeatureTransform transform = _transform ?? Unchanged(d);
        int[] columns = [.. Enumerable.Range(_vectorAt, _columns.Length)];
        for (int row = 0; row < batch.Count; row++)
        {
            Span<float> to = part.Vectors.AsSpan(row * d, d);
            bool isThere = d > 0 && transform.TryFill(batch, columns, row, to, out _);
            bool hasDirection = isThere && Units.Write(to, part.Units.AsSpan(row * d, d), !_options.Gaussian);
            part.States[row] = !isThere ? DiversityCounts.VectorState.Missing : hasDirection || _options.Gaussian ? DiversityCounts.VectorState.Whole : DiversityCounts.VectorState.Zero;
        }
    }

    private void Fold(RecordBatch batch, DiversityPart part)
    {
        ReadOnlySpan<int> groups = _groups.Fold(part.Groups);
        int d = part.Dimension;
        Begin(d);
        while (_options.Source is not null && _sources.Count < _groups.Count)
        {
            if (_sources.Count == MostSources)
            {
                Fail.With(ErrorCodes.Infeasible, $"The column {Fail.Show(_options.Source)} that --source names has more than {NumberText.Of(MostSources)} values, and each is reported.", "Name a column of sources or generations.");
            }

            _sources.Add(new DiversityCounts(_groups.Show(_sources.Count), _options.Sample));
        }

        for (int row = 0; row < batch.Count; row++)
        {
            bool isWhole = part.States[row] == DiversityCounts.VectorState.Whole;
            double weight = _weightAt < 0 ? 1 : BaseWeights.Of(batch, _weightAt, row, _options.Weight!);
            if (isWhole && _gram is not null)
            {
                _gram.Add(part.Units.AsSpan(row * d, d), weight);
            }

            double score = NumberOf(batch, _scoreAt, row, _options.Score);
            double loss = NumberOf(batch, _lossAt, row, _options.Loss);
            bool hasText = _textAt >= 0 && !batch[_textAt].IsNull(row);
            ReadOnlySpan<byte> text = hasText ? batch.Text(_textAt)[row] : [];
            double bytes = hasText ? text.Length : double.NaN;
            double tokens = hasText ? part.Tokens[row] : double.NaN;
            _all.Add(part.States[row], score, loss, bytes, tokens);
            DiversityCounts? own = _sources.Count == 0 ? null : _sources[groups[row]];
            own?.Add(part.States[row], score, loss, bytes, tokens);
            ulong draw = _draw.Bits(batch.Source, batch.FirstRow + row);
            bool forAll = _all.Wants(draw, batch.Id(row));
            bool forOwn = own is not null && own.Wants(draw, batch.Id(row));
            if (forAll || forOwn)
            {
                byte[] values = SampledRow.Encode(part.Vectors.AsSpan(row * d, d), isWhole, score, text, hasText, weight);
                if (forAll)
                {
                    _all.AddSample(draw, batch.Id(row), values);
                }

                if (forOwn)
                {
                    own!.AddSample(draw, batch.Id(row), values);
                }
            }
        }
    }

    private void Begin(int dimension)
    {
        if (dimension == 0 || dimension == _dimension)
        {
            return;
        }

        if (_dimension > 0)
        {
            Fail.With(ErrorCodes.BadValue, $"Vectors of {NumberText.Of(dimension)} values stand in the column {Fail.Show(_columns[0])}, where others have {NumberText.Of(_dimension)}.", "All vectors of an embedding column have one length.");
        }

        _dimension = dimension;
        if (!_options.Gaussian && dimension <= MostDimension)
        {
            _lease = _run.Memory.Lease(GramSums.BytesFor(dimension), "Sums of products of vectors");
            _gram = new GramSums(dimension, _run);
        }
    }

    /// <summary>The rows that a threshold on the score would leave of the sample: quality is bought with diversity, and this is the price.</summary>
    private static QualityStep[] Filter(SampledRow[] whole, SampleFigures figures)
    {
        double[] scores = [.. whole.Where(static r => !double.IsNaN(r.Score)).Select(static r => r.Score).Order()];
        return scores.Length == 0 ? [] : [.. s_filters.Select(share =>
        {
            double threshold = scores[Math.Min(scores.Length - 1, (int)(share * scores.Length))];
            return new QualityStep(share, threshold, figures.Of([.. whole.Where(r => r.Score >= threshold)]));
        })];
    }

    private static double NumberOf(RecordBatch batch, int column, int row, string? name) =>
        column < 0 || batch[column].IsNull(row) ? double.NaN : RowAsides.ScoreOf(batch, column, row, name!);

    private static FeatureTransform Unchanged(int dimension)
    {
        var zeros = new double[dimension];
        var ones = new double[dimension];
        var none = new double[dimension];
        Array.Fill(ones, 1);
        Array.Fill(none, double.NaN);
        return new FeatureTransform(zeros, ones, zeros, ones, none, IsLate: false);
    }

    private static T[] Sized<T>(T[] array, int length) => array.Length >= length ? array : new T[length];
}
