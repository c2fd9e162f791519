using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// Copies of each row from its quality rank within its source. Expected copies become whole ones by systematic sampling: the copies of
/// the first rows of a source add up to what is expected of them, within one.
/// </summary>
internal sealed class QualityDomainRule(MixOptions options, RunContext context) : IMixRule
{
    private static readonly string[] s_parameters = ["lambda", "omega", "eta", "epsilon"];

    private readonly List<RowValues<double>[]> _values = [];
    private readonly ExactSum[] _sums = [.. options.Quality.Select(static _ => new ExactSum())];
    private readonly ExactSum[] _squares = [.. options.Quality.Select(static _ => new ExactSum())];
    private readonly long[] _counts = new long[options.Quality.Count];
    private readonly Dictionary<string, QualityCurve> _curves = new(StringComparer.Ordinal);
    private bool _asked;

    public IReadOnlyList<ColumnRequest> Columns { get; } = [.. options.Quality.Select(static c => new ColumnRequest(c, ColumnKind.Number))];

    public PassRequest? NextTable(PlanInputs inputs)
    {
        bool first = !_asked && options.HasParameters;
        _asked = true;
        return first ? new PassRequest(1, ReadRequest.Of([new ColumnRequest("source", ColumnKind.Text), .. s_parameters.Select(static p => new ColumnRequest(p, ColumnKind.Number))]), "read parameters") : null;
    }

    public void AddTable(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            string name = System.Text.Encoding.UTF8.GetString(batch.Text(0)[row]);
            var values = new double[s_parameters.Length];
            for (int p = 0; p < values.Length; p++)
            {
                values[p] = batch[p + 1].IsNull(row) ? double.NaN : ((NumberColumn)batch[p + 1])[row];
                if (!(values[p] >= 0) || double.IsInfinity(values[p]))
                {
                    Fail.With(ErrorCodes.BadValue, $"--parameters: the {s_parameters[p]} of {Fail.Show(name)} must be a finite number from 0.");
                }
            }

            if (!_curves.TryAdd(name, new QualityCurve(values[0], values[1], values[2], values[3])))
            {
                Fail.With(ErrorCodes.BadValue, $"--parameters names the source {Fail.Show(name)} twice.");
            }
        }
    }

    public void Add(RecordBatch batch, int firstColumn, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            while (_values.Count <= groups[row])
            {
                _values.Add([.. options.Quality.Select(_ => new RowValues<double>(context, "quality"))]);
            }

            for (int c = 0; c < _sums.Length; c++)
            {
                Column column = batch[firstColumn + c];
                double value = column.IsNull(row) ? double.NaN : ((NumberColumn)column)[row];
                if (!double.IsFinite(value) && !double.IsNaN(value))
                {
                    Fail.With(ErrorCodes.BadValue, $"row {Options.NumberText.Of(batch.FirstRow + row + 1)}, column '{options.Quality[c]}': a quality is a finite number.");
                }

                _values[groups[row]][c].Append(value);
                if (!double.IsNaN(value))
                {
                    _sums[c].Add(value);
                    _squares[c].AddSquare(value);
                    _counts[c]++;
                }
            }
        }
    }

    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        foreach (string name in _curves.Keys.Order(StringComparer.Ordinal))
        {
            sizes.Of("parameters", [new NamedNumber(name, 1)], 0);
        }

        var expected = new RowValues<double>[sizes.Count];
        var weights = new double[sizes.Count];
        double rows = 0;
        for (int s = 0; s < sizes.Count; s++)
        {
            expected[s] = Expected(sizes, s, groups[s]);
            for (long row = 0; row < sizes.Rows[s]; row++)
            {
                weights[s] += expected[s][row] * (sizes.RowSizes is { } own ? own[s][row] : 1);
            }

            rows += weights[s];
        }

        double total = options.Stop switch { MixStop.Budget => options.Amount, MixStop.Epochs => options.Amount * sizes.Total, _ => rows };
        double factor = rows > 0 ? total / rows : 0;
        var table = new ReportTable("quality", "Copies by quality", ["source", "lambda", "omega", "eta", "epsilon", "expected_rows", "rows_out"]);
        var copies = new RowValues<int>[sizes.Count];
        for (int s = 0; s < sizes.Count; s++)
        {
            copies[s] = SystematicCopies.Of(expected[s], factor, options.MaxRepeat ?? double.PositiveInfinity, SystematicCopies.Start(context, "mix-quality", sizes.Keys[s]), context,
                out double sum, out long taken);
            QualityCurve curve = CurveOf(sizes.Names[s]);
            table.Add(sizes.Names[s], curve.Lambda, curve.Omega, curve.Eta, curve.Epsilon, sum, taken);
            expected[s].Dispose();
        }

        return MixTarget.Of(weights) with { Total = total, Copies = copies, Tables = [table] };
    }

    public void Dispose()
    {
        foreach (RowValues<double>[] columns in _values)
        {
            foreach (RowValues<double> values in columns)
            {
                values.Dispose();
            }
        }
    }

    private QualityCurve CurveOf(string source) => _curves.GetValueOrDefault(source, options.Curve);

    /// <summary>Expected copies of the rows of a source.</summary>
    private RowValues<double> Expected(SourceSizes sizes, int source, int group)
    {
        long n = sizes.Rows[source];
        var made = new RowValues<double>(context, "expected copies");
        if (n == 0)
        {
            return made;
        }

        var quality = new double[n];
        var order = new int[n];
        for (int c = 0; c < _sums.Length; c++)
        {
            (double mean, double deviation) = Spread(c);
            double weight = 1;
            foreach (NamedNumber given in options.QualityWeights)
            {
                weight = given.Name == options.Quality[c] ? given.Value : weight;
            }

            for (int row = 0; row < n; row++)
            {
                // A missing value says nothing: it counts as the mean.
                double value = _values[group][c][row];
                quality[row] += double.IsNaN(value) || deviation == 0 ? 0 : weight * ((value - mean) / deviation);
            }
        }

        double all = 0;
        for (int row = 0; row < n; row++)
        {
            order[row] = row;
            all += SizeOf(row);
            made.Append(0);
        }

        order.AsSpan().Sort((a, b) => quality[a] != quality[b] ? quality[b].CompareTo(quality[a]) : a.CompareTo(b));
        QualityCurve curve = CurveOf(sizes.Names[source]);
        double better = 0;
        for (int i = 0; i < n;)
        {
            double copies = curve.At(all > 0 ? better / all : 0);
            int first = i;
            for (; i < n && quality[order[i]] == quality[order[first]]; i++)
            {
                made.Set(order[i], copies);
                better += SizeOf(order[i]);
            }
        }

        return made;

        double SizeOf(int row) => sizes.RowSizes is { } own ? own[source][row] : 1;
    }

    private (double Mean, double Deviation) Spread(int column)
    {
        if (_counts[column] == 0)
        {
            return (0, 0);
        }

        double mean = _sums[column].ToDouble() / _counts[column];
        return (mean, Math.Sqrt(Math.Max(0, (_squares[column].ToDouble() / _counts[column]) - (mean * mean))));
    }
}
