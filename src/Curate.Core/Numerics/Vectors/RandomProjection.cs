using Curate.Core.Numerics.Kernels;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// Fewer dimensions that keep distances nearly: every new number is the inner product with a random direction, so squared distances keep their expectation and
/// k
/// directions keep them within 1 +- e with probability of failure below 2 exp(-k (e^2 / 4 - e^3 / 6)) a pair (Johnson and Lindenstrauss 1984; Dasgupta and
/// Gupta 2003).
/// </summary>
/// <remarks>O(n d k) float operations; the directions take 4 d k bytes. They depend on the draw alone, and the result has the same bits on every
/// processor.</remarks>
public static class RandomProjection
{
    /// <summary>Projects on Gaussian directions: every entry normal with variance 1 / dimensions.</summary>
    public static VectorStore Gaussian(VectorStore rows, int dimensions, SeededDraw draw, RunContext run)
    {
        double scale = 1 / Math.Sqrt(dimensions);
        return Project(rows, dimensions, run, (p, to) =>
        {
            // Box and Muller 1958.
            double radius = Math.Sqrt(-2 * PortableMath.Log(draw.UnitPositive(2 * to, p)));
            return (float)(scale * radius * PortableMath.Cos(2 * Math.PI * draw.Unit((2 * to) + 1, p)));
        });
    }

    /// <summary>Projects on sparse directions: entries 0 with probability 2/3, else +-sqrt(3 / dimensions) (Achlioptas 2003).</summary>
    public static VectorStore Sparse(VectorStore rows, int dimensions, SeededDraw draw, RunContext run)
    {
        float size = (float)Math.Sqrt(3.0 / dimensions);
        return Project(rows, dimensions, run, (p, to) => (int)(draw.Unit(to, p) * 6) switch { 0 => size, 1 => -size, _ => 0 });
    }

    private static VectorStore Project(VectorStore rows, int dimensions, RunContext run, Func<int, int, float> entry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (rows.Codes > 0)
        {
            throw new ArgumentException("Category codes cannot be projected.", nameof(rows));
        }

        using var directions = new VectorStore(dimensions, rows.Numeric, 0, run);
        for (int to = 0; to < dimensions; to++)
        {
            Span<float> direction = directions[to];
            for (int p = 0; p < direction.Length; p++)
            {
                direction[p] = entry(p, to);
            }
        }

        var projected = new VectorStore(rows.Count, dimensions, 0, run);
        var frame = new ScoreFrame(new DistanceRule(Metric.InnerProduct), rows, directions, run.Workers);
        double unscale = -1.0 / ((double)frame.Scale * frame.Scale);
        using PanelSet panels = PanelSet.Pack(frame, directions, 0, dimensions, run.Workers, bias: false);
        Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(rows.Count), block =>
        {
            using var scan = new PanelScan(frame, SimdWidth.Widest);
            var scores = new float[PanelScan.BlockRows * TileKernel.Columns];
            int first = block * PanelScan.BlockRows;
            int count = Math.Min(PanelScan.BlockRows, rows.Count - first);
            ReadOnlySpan<float> loaded = scan.Load(rows.Rows(first, count), count, norms: false);
            for (int panel = 0; panel < panels.Count; panel++)
            {
                scan.Scores(loaded, count, panels, scores, panel);
                for (int i = 0; i < count; i++)
                {
                    Span<float> to = projected[first + i].Slice(panel * TileKernel.Columns, panels.Columns(panel));
                    for (int c = 0; c < to.Length; c++)
                    {
                        to[c] = (float)(scores[(i * TileKernel.Columns) + c] * unscale);
                    }
                }
            }
        }, run.Ct);
        return projected;
    }
}
