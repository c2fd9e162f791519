using Curate.Core.Check.TwoSample;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Tests.Support;
using static Curate.Core.Tests.Check.TwoSample.Simulated;

namespace Curate.Core.Tests.Check.TwoSample;

/// <summary>The sliced energy distance beside all pairs, its level and its power.</summary>
public sealed class SlicedEnergyTests
{
    private static SlicedEnergy Of(Matrix first, Matrix second, ulong seed = 1, int directions = 50, int permutations = 99, int workers = 1) =>
        SlicedEnergy.Of(first, second, directions, permutations, new SeededDraw(seed, "test"), TestRuns.Context(workers));

    /// <summary>2 E|X - Y| - E|X - X'| - E|Y - Y'| over all pairs, a row with itself among them.</summary>
    private static double Naive(Matrix first, Matrix second)
    {
        static double Mean(Matrix a, Matrix b)
        {
            double sum = 0;
            for (int i = 0; i < a.Rows; i++)
            {
                for (int j = 0; j < b.Rows; j++)
                {
                    sum += Math.Sqrt(a.Row(i).ToArray().Zip(b.Row(j).ToArray(), static (x, y) => (x - y) * (x - y)).Sum());
                }
            }

            return sum / a.Rows / b.Rows;
        }

        return (2 * Mean(first, second)) - Mean(first, first) - Mean(second, second);
    }

    [Fact]
    public void One_column_is_the_mean_over_all_pairs()
    {
        Matrix first = Matrix.Of([1.0], [2.0], [2.0], [5.0]);
        Matrix second = Matrix.Of([0.0], [2.0], [3.0]);
        SlicedEnergy found = Of(first, second);
        Assert.Equal(Naive(first, second), found.Raw, 1e-12);
        Assert.Equal(0, found.DirectionError);

        // By hand: 2 x 20 / 12 - 24 / 16 - 12 / 9 = 1 / 2, and without pairs of a row with itself 2 x 20 / 12 - 24 / 12 - 12 / 6 = -2 / 3.
        Assert.Equal(0.5, found.Raw, 1e-12);
        Assert.Equal(-2 / 3.0, found.Distance, 1e-12);
        Assert.Equal(0, found.Coefficient.Value);
    }

    [Theory]
    [InlineData(2, 2 / Math.PI)]
    [InlineData(3, 0.5)]
    [InlineData(8, 0.29102618165374216)]
    public void The_unit_is_one_over_the_mean_length_of_a_projected_direction(int dimensions, double mean) => Assert.Equal(1 / mean, SlicedEnergy.Unit(dimensions), 1e-12);

    [Fact]
    public void Directions_come_near_to_all_pairs_and_nearer_with_more_of_them()
    {
        Matrix first = Normals(1, 40, 8);
        Matrix second = Normals(2, 30, 8, 0.5);
        double exact = Naive(first, second);
        double Error(int directions) => Math.Sqrt(Enumerable.Range(0, 100).Average(s => Math.Pow(Of(first, second, (ulong)s, directions, 19).Raw - exact, 2)));
        (double few, double many) = (Error(8), Error(128));

        // 16 times the directions: a quarter of the error, give or take 3 deviations of a ratio of two from 100 runs each.
        Assert.InRange(few / many, 3, 5.4);
        Assert.InRange(Of(first, second, 3, 128, 19).DirectionError / many, 0.5, 2);
    }

    [Fact]
    public void The_published_case_of_eight_columns()
    {
        SlicedEnergy moved = Of(Normals(1, 1500, 8, 0.3), Normals(2, 1500, 8), directions: 100, permutations: 19);
        Assert.InRange(moved.Raw, 0.14, 0.20);
        SlicedEnergy same = Of(Normals(3, 1500, 8), Normals(4, 1500, 8), directions: 100, permutations: 19);
        Assert.InRange(same.Raw, 0.001, 0.008);
        Assert.InRange(same.NullMean, 0.001, 0.008);
        Assert.InRange(same.Distance, -0.003, 0.003);
    }

    [Fact]
    public void The_column_that_moved_has_the_largest_part()
    {
        Matrix first = Normals(5, 400, 4);
        Matrix second = Normals(6, 400, 4);
        for (int i = 0; i < second.Rows; i++)
        {
            second[i, 2] += 1;
        }

        SlicedEnergy found = Of(first, second);
        Assert.Equal(2, found.Columns.AsSpan().IndexOf(found.Columns.Max()));
        Assert.Equal(0.01, found.PValue);
        Assert.Equal(0.01, found.ColumnPValues[2]);
        Assert.InRange(found.Coefficient.Low, 1e-6, found.Coefficient.Value);
    }

    [Fact]
    public void Equal_constants_are_no_difference_and_unequal_ones_the_largest()
    {
        SlicedEnergy same = Of(new Matrix(40, 2), new Matrix(30, 2));
        Assert.Equal((0.0, 1.0, 0.0), (same.Raw, same.PValue, same.Coefficient.Value));
        Matrix ones = new(30, 2);
        ones.Values.AsSpan().Fill(1);
        SlicedEnergy apart = Of(new Matrix(40, 2), ones);
        Assert.Equal(1, apart.Coefficient.Value, 1e-12);
        Assert.Equal(0.01, apart.PValue);
    }

    [Fact]
    public void Workers_do_not_change_a_bit()
    {
        Matrix first = Normals(7, 100, 3);
        Matrix second = Normals(8, 120, 3, 0.2);
        SlicedEnergy one = Of(first, second);
        SlicedEnergy seven = Of(first, second, workers: 7);
        Assert.Equal((one.Distance, one.PValue, one.Coefficient, one.NullMean), (seven.Distance, seven.PValue, seven.Coefficient, seven.NullMean));
        Assert.Equal(one.Columns, seven.Columns);
    }

    [Fact]
    public void Level_is_kept_in_a_hundred_runs() => AssertLevel(100, static s => Of(Normals(2 * s, 60, 3), Normals((2 * s) + 1, 80, 3), s, 20).PValue);

    [Fact]
    [Trait("Tier", "slow")]
    public void Level_is_kept() => AssertLevel(500, static s => Of(Normals(2 * s, 150, 4), Normals((2 * s) + 1, 200, 4), s).PValue);
}
