using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A classifier whose log probabilities are linear in the row, up to what all classes share: constant + sum of coefficient x value.</summary>
public sealed class LinearLogModel : IClassifierModel
{
    private readonly bool _binarise;
    private readonly double _threshold;

    internal LinearLogModel(double[] constants, Matrix coefficients, bool binarise, double threshold)
    {
        Constants = constants;
        Coefficients = coefficients;
        _binarise = binarise;
        _threshold = threshold;
    }

    /// <summary>One a class; minus infinity for a class without weight.</summary>
    public double[] Constants { get; }

    /// <summary>Classes x columns.</summary>
    public Matrix Coefficients { get; }

    public int Classes => Constants.Length;

    public int Features => Coefficients.Columns;

    public bool GivesProbabilities => true;

    public void Score(Matrix rows, Matrix scores, RunContext run)
    {
        RowBlocks.CheckShape(rows, Features, scores, Classes);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            var there = new double[Features];
            for (int i = first; i < end; i++)
            {
                ReadOnlySpan<double> row = rows.Row(i);
                if (_binarise)
                {
                    for (int p = 0; p < there.Length; p++)
                    {
                        there[p] = row[p] > _threshold ? 1 : 0;
                    }

                    row = there;
                }

                Span<double> into = scores.Row(i);
                for (int c = 0; c < into.Length; c++)
                {
                    into[c] = Constants[c] + Dense.Dot(row, Coefficients.Row(c));
                }

                Dense.Softmax(into);
            }
        });
    }
}
