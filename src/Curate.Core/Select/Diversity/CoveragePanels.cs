using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Select.Diversity;

/// <summary>Rows packed for a <see cref="CoverageScan"/>, as floats or as 16-bit numbers.</summary>
internal sealed class CoveragePanels : IDisposable
{
    private CoveragePanels(PanelSet? floats, WordPanels? words)
    {
        Floats = floats;
        Words = words;
        Count = floats?.Count ?? words!.Count;
    }

    /// <summary>Panels.</summary>
    public int Count { get; }

    public PanelSet? Floats { get; }

    public WordPanels? Words { get; }

    /// <summary>Packs some rows, on one thread.</summary>
    public static CoveragePanels Pack(ScoreFrame frame, WordFrame? words, VectorStore rows, ReadOnlySpan<int> ids)
    {
        if (words is not null)
        {
            return new CoveragePanels(null, WordPanels.Pack(words, ids, 0, ids.Length, 1));
        }

        Span<int> firstPanel = stackalloc int[2];
        return new CoveragePanels(PanelSet.PackGroups(frame, rows, ids, [ids.Length], firstPanel, 1), null);
    }

    /// <summary>Packs consecutive rows.</summary>
    public static CoveragePanels Pack(ScoreFrame frame, WordFrame? words, VectorStore rows, int first, int count, int workers) => words is not null
        ? new CoveragePanels(null, WordPanels.Pack(words, [], first, count, workers))
        : new CoveragePanels(PanelSet.Pack(frame, rows, first, count, workers), null);

    /// <summary>Rows in a panel, 1 to 32.</summary>
    public int Columns(int panel) => Floats?.Columns(panel) ?? Words!.Columns(panel);

    public void Dispose()
    {
        Floats?.Dispose();
        Words?.Dispose();
    }
}
