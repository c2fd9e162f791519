using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Select.Diversity;

/// <summary>Scores of a block of rows against <see cref="CoveragePanels"/>, in floats or in 16-bit numbers. For one thread.</summary>
internal sealed unsafe class CoverageBlock(ScoreFrame frame, WordFrame? words, VectorStore rows) : IDisposable
{
    private readonly PanelScan? _floats = words is null ? new PanelScan(frame, SimdWidth.Widest) : null;
    private readonly WordScan? _words = words is null ? null : new WordScan(words, SimdWidth.Widest);
    private int _first;
    private int _count;

    /// <summary>Makes consecutive rows the block; at most <see cref="PanelScan.BlockRows"/>.</summary>
    public void Load(int first, int count)
    {
        _first = first;
        _count = count;
        _words?.Load(first, count);
        _floats?.Load(rows.Rows(first, count), count, norms: false);
    }

    /// <summary>Fills, for each row of the block and each row of one panel, the score; 32 floats a row of a block that is full.</summary>
    public void Scores(CoveragePanels panels, int panel, NativeBlock<float> scores)
    {
        if (_words is not null)
        {
            _words.Scores(panels.Words!, panel, scores.Start);
            return;
        }

        ReadOnlySpan<float> loaded = frame.IsDirect ? rows.Rows(_first, _count) : _floats!.Prepared(_count);
        _floats!.Scores(loaded, _count, panels.Floats!, scores.Slice(0, PanelScan.BlockRows * TileKernel.Columns), panel);
    }

    public void Dispose()
    {
        _floats?.Dispose();
        _words?.Dispose();
    }
}
