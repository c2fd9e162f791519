namespace Curate.Core.Numerics.Learners;

/// <summary>A tree while it grows.</summary>
internal sealed class TreeNodes(int width)
{
    public int Width => width;

    public List<int> Feature { get; } = [];

    public List<double> Threshold { get; } = [];

    public List<int> Left { get; } = [];

    public List<int> Right { get; } = [];

    public List<bool> MissingLeft { get; } = [];

    public List<double> Weight { get; } = [];

    public List<double> Gain { get; } = [];

    public List<double> Values { get; } = [];

    public int AddLeaf(double weight, ReadOnlySpan<double> value)
    {
        Feature.Add(-1);
        Threshold.Add(0);
        Left.Add(-1);
        Right.Add(-1);
        MissingLeft.Add(false);
        Weight.Add(weight);
        Gain.Add(0);
        foreach (double v in value)
        {
            Values.Add(v);
        }

        return Feature.Count - 1;
    }

    public void Split(int node, int feature, double threshold, bool missingLeft, double gain, int left, int right)
    {
        Feature[node] = feature;
        Threshold[node] = threshold;
        MissingLeft[node] = missingLeft;
        Gain[node] = gain;
        Left[node] = left;
        Right[node] = right;
    }
}
