using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// Copies of each row from its quality and the diversity of its cluster, over all sources at once: shares of sources come out. Diversity is how wide a cluster
/// is times how far it is from the others.
/// </summary>
/// <remarks>O(n k d) for k-means, else O(n d); 8 d bytes a row and 28 more.</remarks>
internal sealed class QualityDiversityRule(MixOptions options, RunContext context) : IMixRule
{
    private readonly DiversityOptions _own = options.Diversity;
    private readonly GroupTable _clusters = new(options.Diversity.Cluster is { } c ? [c] : [], keepCodes: false, context);
    private readonly RowValues<float> _values = new(context, "features");
    private readonly RowValues<double> _quality = new(context, "quality");
    private readonly RowValues<int> _codes = new(context, "clusters");
    private readonly RowValues<int> _groups = new(context, "sources");
    private GroupPart? _part;
    private int _width = -1;

    public IReadOnlyList<ColumnRequest> Columns =>
    [
        new ColumnRequest(_own.Quality, ColumnKind.Number), .. _clusters.Request,
        .. _own.Embedding is { } embedding ? [new ColumnRequest(embedding, ColumnKind.Vector)] : _own.Features.Select(static f => new ColumnRequest(f, ColumnKind.Number)),
    ];

    public void Add(RecordBatch batch, int firstColumn, ReadOnlySpan<int> groups)
    {
        int clusters = _clusters.Columns.Count;
        if (clusters > 0)
        {
            _part = GroupPart.Of(batch, firstColumn + 1, clusters, _part);
            foreach (int code in _clusters.Fold(_part))
            {
                _codes.Append(code);
            }
        }

        int features = firstColumn + 1 + clusters;
        for (int row = 0; row < groups.Length; row++)
        {
            _groups.Append(groups[row]);
            double quality = batch[firstColumn].IsNull(row) ? double.NaN : ((NumberColumn)batch[firstColumn])[row];
            if (double.IsInfinity(quality))
            {
                Fail.With(ErrorCodes.BadValue, $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{_own.Quality}': a quality is a finite number.");
            }

            _quality.Append(quality);
            if (_own.Embedding is { } embedding)
            {
                Vector(batch, features, row, embedding);
                continue;
            }

            _width = _own.Features.Count;
            for (int f = 0; f < _width; f++)
            {
                double value = batch[features + f].IsNull(row) ? double.NaN : ((NumberColumn)batch[features + f])[row];
                if (!float.IsFinite((float)value))
                {
                    Fail.With(ErrorCodes.BadValue, $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{_own.Features[f]}': {(double.IsNaN(value) ? "no number" : NumberText.Of(value))}; rows are compared by finite numbers.",
                        "Leave such rows out with --where, or the column with --features.");
                }

                _values.Append((float)value);
            }
        }
    }

    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        long n = _quality.Count;
        if (n > int.MaxValue)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(n)} rows are to be compared, and at most {NumberText.Of(int.MaxValue)} can be.", "Take a sample of the rows first.");
        }

        if (n == 0)
        {
            return MixTarget.Of(new double[sizes.Count]);
        }

        int[] clusters = Clusters((int)n, out int count);
        double[] diversity = Diversity(clusters, count);
        (double low, double high, double mean) = QualityRange();
        var weights = new RowValues<double>[sizes.Count];
        var sourceOf = new int[groups.Length == 0 ? 0 : groups.Max() + 1];
        for (int s = 0; s < sizes.Count; s++)
        {
            weights[s] = new RowValues<double>(context, "expected copies");
            if (groups[s] >= 0)
            {
                sourceOf[groups[s]] = s;
            }
        }

        for (long row = 0; row < n; row++)
        {
            // Scores lie in [0, 1], so the powers need no shift: the largest is e^(1/tau) and tau is not below 0.01.
            weights[sourceOf[_groups[row]]].Append(PortableMath.Exp(((_own.Alpha * diversity[clusters[row]]) + ((1 - _own.Alpha) * Quality(row))) / _own.Temperature));
        }

        double total = options.Stop switch { MixStop.Budget => options.Amount, MixStop.Epochs => options.Amount * sizes.Total, _ => sizes.Total };
        double most = options.MaxRepeat ?? double.PositiveInfinity;
        double factor = Factor(weights, sizes, total, most);
        var copies = new RowValues<int>[sizes.Count];
        var shares = new double[sizes.Count];
        for (int s = 0; s < sizes.Count; s++)
        {
            for (long row = 0; row < weights[s].Count; row++)
            {
                shares[s] += Math.Min(weights[s][row] * factor, most) * SizeOf(sizes, s, row);
            }

            copies[s] = SystematicCopies.Of(weights[s], factor, most, SystematicCopies.Start(context, "mix-diversity", sizes.Keys[s]), context, out _, out _);
            weights[s].Dispose();
        }

        return MixTarget.Of(shares) with { Total = total, Copies = copies, Tables = [Report(clusters, diversity, copies, sourceOf, Quality)] };

        double Quality(long row) => high > low ? ((double.IsNaN(_quality[row]) ? mean : _quality[row]) - low) / (high - low) : 0;
    }

    public void Dispose()
    {
        _clusters.Dispose();
        _values.Dispose();
        _quality.Dispose();
        _codes.Dispose();
        _groups.Dispose();
    }

    private static double SizeOf(SourceSizes sizes, int source, long row) => sizes.RowSizes is { } own ? own[source][row] : 1;

    private void Vector(RecordBatch batch, int column, int row, string name)
    {
        if (batch[column].IsNull(row))
        {
            Fail.With(ErrorCodes.BadValue, $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{name}': no vector.", "Leave such rows out with --where.");
        }

        ReadOnlySpan<float> vector = ((VectorColumn)batch[column])[row];
        if (_width >= 0 && vector.Length != _width)
        {
            Fail.With(ErrorCodes.BadValue, $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{name}': {NumberText.Of(vector.Length)} numbers, where the rows before have {NumberText.Of(_width)}.");
        }

        _width = vector.Length;
        foreach (float value in vector)
        {
            if (!float.IsFinite(value))
            {
                Fail.With(ErrorCodes.BadValue, $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{name}': the vector holds a value that is not finite.");
            }

            _values.Append(value);
        }
    }

    /// <summary>The cluster of each row. Columns of numbers are brought to mean 0 and deviation 1 first, in place.</summary>
    private int[] Clusters(int n, out int count)
    {
        if (_own.Embedding is null)
        {
            Standardise(n);
        }

        if (_own.Cluster is not null)
        {
            count = _clusters.Count;
            return [.. Enumerable.Range(0, n).Select(row => _codes[row])];
        }

        count = Math.Min(n, _own.Clusters ?? Math.Clamp((int)Math.Sqrt(n / 2.0), 1, 1000));
        using var store = new VectorStore(n, _width, 0, context);
        for (int row = 0; row < n; row++)
        {
            Span<float> to = store[row];
            for (int f = 0; f < _width; f++)
            {
                to[f] = _values[((long)row * _width) + f];
            }
        }

        using KMeansResult found = KMeans.Fit(store, new KMeansOptions { Clusters = count, MaxIterations = 100 }, new SeededDraw(context.Seed, "mix-clusters"), context);
        return found.Labels;
    }

    private void Standardise(int n)
    {
        for (int f = 0; f < _width; f++)
        {
            var sum = new ExactSum();
            var square = new ExactSum();
            for (long row = 0; row < n; row++)
            {
                sum.Add(_values[(row * _width) + f]);
            }

            double mean = sum.ToDouble() / n;
            for (long row = 0; row < n; row++)
            {
                square.AddSquare(_values[(row * _width) + f] - mean);
            }

            double deviation = Math.Sqrt(square.ToDouble() / n);
            for (long row = 0; row < n; row++)
            {
                _values.Set((row * _width) + f, deviation > 0 ? (float)((_values[(row * _width) + f] - mean) / deviation) : 0);
            }
        }
    }

    /// <summary>Of each cluster: the mean distance of its rows to their mean, times the mean distance of that to the other means; then from 0 to 1 over clusters that have rows.</summary>
    private double[] Diversity(int[] clusters, int count)
    {
        var means = new double[count][];
        var rows = new long[count];
        for (int k = 0; k < count; k++)
        {
            means[k] = new double[_width];
        }

        for (long row = 0; row < clusters.Length; row++)
        {
            rows[clusters[row]]++;
            for (int f = 0; f < _width; f++)
            {
                means[clusters[row]][f] += _values[(row * _width) + f];
            }
        }

        int[] filled = [.. Enumerable.Range(0, count).Where(k => rows[k] > 0)];
        foreach (int k in filled)
        {
            for (int f = 0; f < _width; f++)
            {
                means[k][f] /= rows[k];
            }
        }

        var compactness = new double[count];
        for (long row = 0; row < clusters.Length; row++)
        {
            double square = 0;
            for (int f = 0; f < _width; f++)
            {
                double apart = _values[(row * _width) + f] - means[clusters[row]][f];
                square += apart * apart;
            }

            compactness[clusters[row]] += Math.Sqrt(square);
        }

        var diversity = new double[count];
        foreach (int k in filled)
        {
            double separation = 0;
            foreach (int other in filled)
            {
                separation += Math.Sqrt(Numerics.Linear.Dense.SquaredDistance(means[k], means[other]));
            }

            diversity[k] = compactness[k] / rows[k] * separation / Math.Max(1, filled.Length - 1);
        }

        double low = filled.Min(k => diversity[k]);
        double high = filled.Max(k => diversity[k]);
        return Array.ConvertAll(diversity, d => high > low ? Math.Max(0, (d - low) / (high - low)) : 0);
    }

    private (double Low, double High, double Mean) QualityRange()
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        var sum = new ExactSum();
        long known = 0;
        for (long row = 0; row < _quality.Count; row++)
        {
            double quality = _quality[row];
            if (!double.IsNaN(quality))
            {
                (low, high) = (Math.Min(low, quality), Math.Max(high, quality));
                sum.Add(quality);
                known++;
            }
        }

        return known == 0 ? (0, 0, 0) : (low, high, sum.ToDouble() / known);
    }

    /// <summary>What weights are multiplied by so that expected copies, cut at the limit, have the size that is asked for: what is cut off goes to the others.</summary>
    private static double Factor(RowValues<double>[] weights, SourceSizes sizes, double total, double most)
    {
        double factor = 0;
        double cut = 0;
        while (true)
        {
            double open = 0;
            double full = 0;
            for (int s = 0; s < weights.Length; s++)
            {
                for (long row = 0; row < weights[s].Count; row++)
                {
                    double size = SizeOf(sizes, s, row);
                    if (weights[s][row] * factor >= most)
                    {
                        full += most * size;
                    }
                    else
                    {
                        open += weights[s][row] * size;
                    }
                }
            }

            // Each round cuts off more rows than the one before, or ends it.
            if (open == 0 || (factor > 0 && full == cut))
            {
                return factor;
            }

            cut = full;
            factor = Math.Max(0, total - full) / open;
        }
    }

    private ReportTable Report(int[] clusters, double[] diversity, RowValues<int>[] copies, int[] sourceOf, Func<long, double> quality)
    {
        var table = new ReportTable("diversity", "Quality and diversity", ["rows_of", "rows", "mean_quality", "mean_diversity", "clusters", "cluster_entropy"]);
        var next = new long[copies.Length];
        var counts = new double[2][] { new double[diversity.Length], new double[diversity.Length] };
        var qualities = new double[2];
        for (long row = 0; row < clusters.Length; row++)
        {
            int source = sourceOf[_groups[row]];
            int taken = copies[source][next[source]++];
            counts[0][clusters[row]]++;
            counts[1][clusters[row]] += taken;
            qualities[0] += quality(row);
            qualities[1] += taken * quality(row);
        }

        for (int side = 0; side < 2; side++)
        {
            double rows = counts[side].Sum();
            double entropy = 0;
            double mean = 0;
            for (int k = 0; k < diversity.Length; k++)
            {
                double share = rows > 0 ? counts[side][k] / rows : 0;
                entropy -= share > 0 ? share * PortableMath.Log(share) : 0;
                mean += share * diversity[k];
            }

            table.Add(side == 0 ? "input" : "mixture", (long)rows, rows > 0 ? qualities[side] / rows : null, rows > 0 ? mean : null, (long)counts[side].Count(static c => c > 0), entropy);
        }

        return table;
    }
}
