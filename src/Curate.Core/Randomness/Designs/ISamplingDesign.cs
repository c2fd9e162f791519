namespace Curate.Core.Randomness.Designs;

/// <summary>A way to draw units of which every one has a known chance to be drawn.</summary>
public interface ISamplingDesign
{
    /// <summary>The chance of each unit to be in a sample.</summary>
    ReadOnlySpan<double> Inclusion { get; }

    /// <summary>A sample: numbers of units, ascending. The same draws give the same sample.</summary>
    int[] Sample(SeededDraw draw);
}
