namespace Curate.Core.Numerics.Learners;

/// <summary>
/// What a tree predicts. Both kinds are sums in channels: a class adds its row's weight to its own channel, a number adds weight x number to the only one.
/// </summary>
internal sealed class TreeTargets
{
    private TreeTargets(int channels, int[]? labels, double[]? values, double offset, TreeCriterion criterion)
    {
        Channels = channels;
        Labels = labels;
        Values = values;
        Offset = offset;
        Entropy = labels is not null && criterion == TreeCriterion.Entropy;
    }

    public int Channels { get; }

    public int[]? Labels { get; }

    /// <summary>Numbers less their offset, so that squared sums do not cancel.</summary>
    public double[]? Values { get; }

    public double Offset { get; }

    public bool Entropy { get; }

    public static TreeTargets Of(LabelledRows examples, TreeCriterion criterion) => new(examples.Classes, examples.Labels, null, 0, criterion);

    public static TreeTargets Of(TargetRows examples)
    {
        var sum = new ExactSum();
        var weight = new ExactSum();
        for (int i = 0; i < examples.Count; i++)
        {
            sum.AddProduct(examples.WeightOf(i), examples.Targets[i]);
            weight.Add(examples.WeightOf(i));
        }

        double offset = sum.ToDouble() / weight.ToDouble();
        return new(1, null, Array.ConvertAll(examples.Targets, y => y - offset), offset, TreeCriterion.Gini);
    }

    public bool Same(int a, int b) => Labels is not null ? Labels[a] == Labels[b] : Values![a] == Values[b];

    public void Add(Span<double> sums, int row, double weight)
    {
        if (Labels is not null)
        {
            sums[Labels[row]] += weight;
        }
        else
        {
            sums[0] += weight * Values![row];
        }
    }

    /// <summary>
    /// Weight x purity of a side, to be maximised: sum S^2 / W, which is both - W x Gini + constant and - squared error + constant; or sum S ln(S / W).
    /// </summary>
    public double Purity(ReadOnlySpan<double> sums, double weight)
    {
        double purity = 0;
        if (Entropy)
        {
            foreach (double s in sums)
            {
                purity += s > 0 ? s * PortableMath.Log(s / weight) : 0;
            }

            return purity;
        }

        foreach (double s in sums)
        {
            purity += s * s;
        }

        return purity / weight;
    }

    /// <summary>The prediction of a node.</summary>
    public void Predict(ReadOnlySpan<double> sums, double weight, Span<double> value)
    {
        for (int c = 0; c < value.Length; c++)
        {
            value[c] = (sums[c] / weight) + Offset;
        }
    }
}
