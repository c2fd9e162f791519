using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>An entropic transport plan, by its potentials: P_ij = exp((f_i + g_j - C_ij) / epsilon).</summary>
public sealed class TransportPlan
{
    private readonly Matrix _cost;

    internal TransportPlan(Matrix cost, double epsilon, double[] f, double[] g, double error, int iterations, bool converged)
    {
        _cost = cost;
        Epsilon = epsilon;
        RowPotentials = f;
        ColumnPotentials = g;
        MarginalError = error;
        Iterations = iterations;
        Converged = converged;
    }

    public double Epsilon { get; }

    /// <summary>f; minus infinity for rows without mass.</summary>
    public double[] RowPotentials { get; }

    /// <summary>g; minus infinity for columns without mass.</summary>
    public double[] ColumnPotentials { get; }

    /// <summary>sum_i |sum_j P_ij - a_i|.</summary>
    public double MarginalError { get; }

    public int Iterations { get; }

    /// <summary>False when the limit of iterations came first.</summary>
    public bool Converged { get; }

    /// <summary>P_ij.</summary>
    public double Mass(int row, int column) => PortableMath.Exp((RowPotentials[row] + ColumnPotentials[column] - _cost[row, column]) / Epsilon);

    /// <summary>The whole plan: 8 n m bytes.</summary>
    public Matrix Plan()
    {
        var plan = new Matrix(_cost.Rows, _cost.Columns);
        for (int i = 0; i < plan.Rows; i++)
        {
            for (int j = 0; j < plan.Columns; j++)
            {
                plan[i, j] = Mass(i, j);
            }
        }

        return plan;
    }

    /// <summary>sum P_ij C_ij, as an exact sum.</summary>
    public double Cost()
    {
        var sum = new ExactSum();
        for (int i = 0; i < _cost.Rows; i++)
        {
            for (int j = 0; j < _cost.Columns; j++)
            {
                double mass = Mass(i, j);
                if (mass > 0)
                {
                    sum.AddProduct(mass, _cost[i, j]);
                }
            }
        }

        return sum.ToDouble();
    }
}
