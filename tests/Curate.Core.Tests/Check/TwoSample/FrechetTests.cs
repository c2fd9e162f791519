using Curate.Core.Check.TwoSample;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Tests.Support;
using static Curate.Core.Tests.Check.TwoSample.Simulated;

namespace Curate.Core.Tests.Check.TwoSample;

/// <summary>The Frechet distance in closed form, its null and its extrapolation.</summary>
public sealed class FrechetTests
{
    private static FrechetEstimate Of(Matrix first, Matrix second, ulong seed = 1, int permutations = 39, int workers = 1) =>
        FrechetEstimate.Of(first, second, permutations, new SeededDraw(seed, "test"), TestRuns.Context(workers));

    [Fact]
    public void Diagonal_covariances_have_a_closed_form()
    {
        Matrix first = Matrix.Of([4.0, 0], [0, 9]);
        Matrix second = Matrix.Of([1.0, 0], [0, 16]);

        // |m|^2 + (2 - 1)^2 + (3 - 4)^2.
        Assert.Equal(25 + 1 + 1, FrechetDistance.Of(([3.0, 0], first), ([0.0, 4], second)), 1e-9);
    }

    [Fact]
    public void Covariances_that_do_not_commute_agree_with_two_by_two_algebra()
    {
        Matrix first = Matrix.Of([2.0, 1], [1, 2]);
        Matrix second = Matrix.Of([3.0, -1], [-1, 1]);

        // For two by two, tr (S1 S2)^(1/2) = sqrt(tr S1 S2 + 2 sqrt(det S1 det S2)).
        double expected = 4 + 4 - (2 * Math.Sqrt(6 - 1 - 1 + 2 + (2 * Math.Sqrt(3 * 2))));
        Assert.Equal(expected, FrechetDistance.Of(([0.0, 0], first), ([0.0, 0], second)), 1e-9);
    }

    [Fact]
    public void Singular_covariances_are_allowed()
    {
        Matrix first = Matrix.Of([1.0, 1], [1, 1]);
        Matrix second = Matrix.Of([1.0, 0], [0, 0]);
        double expected = 2 + 1 - (2 * Math.Sqrt(1));
        Assert.Equal(expected, FrechetDistance.Of(([0.0, 0], first), ([0.0, 0], second)), 1e-7);
        Assert.Equal(0, FrechetDistance.Of(([0.0, 0], new Matrix(2, 2)), ([0.0, 0], new Matrix(2, 2))));
    }

    [Fact]
    public void Moments_are_those_of_a_plain_sum()
    {
        (double[] mean, Matrix covariance) = FrechetDistance.Moments(Matrix.Of([1.0, 2], [3, 2], [5, 8]));
        Assert.Equal([3.0, 4], mean);
        Assert.Equal([4.0, 6, 6, 12], covariance.Values);
    }

    [Fact]
    public void A_distance_that_falls_as_one_over_the_size_has_its_limit_as_intercept() => Assert.Equal(
        0.7, FrechetEstimate.Intercept([.. Enumerable.Range(0, FrechetEstimate.Sizes).Select(static s => 0.7 + (2.5 / (0.1 + (0.9 * s / (FrechetEstimate.Sizes - 1)))))], 0.1), 1e-9);

    [Fact]
    public void With_few_rows_a_dimension_the_null_is_taken_off()
    {
        // 30 columns moved by 0.3 each: 2.7. 100 rows show more than twice as much.
        FrechetEstimate found = Of(Normals(31, 100, 30, 0.3), Normals(32, 400, 30));
        Assert.False(found.IsExtrapolated);
        Assert.InRange(found.Raw, 5, 9);
        Assert.InRange(found.Distance.Value, 2, 3.4);
        Assert.True(Of(Normals(33, 300, 30), Normals(34, 300, 30)).IsExtrapolated);
    }

    [Fact]
    public void Equal_laws_are_far_apart_by_their_size_alone_and_not_after_extrapolation()
    {
        FrechetEstimate found = Of(Normals(1, 600, 16), Normals(2, 600, 16));
        Assert.InRange(found.Raw, 0.15, 0.35);
        Assert.InRange(found.NullMean, 0.15, 0.35);
        Assert.InRange(found.Distance.Value, 0, 0.06);
        Assert.True(found.PValue > 0.05, $"p = {found.PValue}");
    }

    [Fact]
    public void The_intercept_is_nearer_to_the_truth_than_the_whole_sample()
    {
        // 16 columns moved by 0.2 each: the true distance is 0.64.
        double whole = 0;
        double extrapolated = 0;
        for (ulong s = 0; s < 5; s++)
        {
            FrechetEstimate found = Of(Normals(10 + (2 * s), 500, 16, 0.2), Normals(11 + (2 * s), 700, 16), s, 19);
            whole += Math.Abs(found.Raw - 0.64);
            extrapolated += Math.Abs(found.Distance.Value - 0.64);
            Assert.Equal(0.05, found.PValue);
            Assert.InRange(0.64, found.Distance.Low - 0.1, found.Distance.High + 0.1);
        }

        Assert.True(extrapolated < 0.5 * whole, $"{extrapolated} against {whole}");
    }

    [Fact]
    public void The_smaller_file_can_look_farther_off_though_it_is_nearer()
    {
        Matrix reference = Normals(21, 2000, 16);
        FrechetEstimate small = Of(Normals(22, 200, 16, 0.05), reference, permutations: 19);
        FrechetEstimate large = Of(Normals(23, 2000, 16, 0.15), reference, permutations: 19);
        Assert.True(small.Raw > large.Raw, $"{small.Raw} and {large.Raw}");
        Assert.True(small.Distance.Value < large.Distance.Value, $"{small.Distance} and {large.Distance}");
    }

    [Fact]
    public void Workers_do_not_change_a_bit()
    {
        FrechetEstimate one = Of(Normals(1, 80, 3), Normals(2, 90, 3));
        FrechetEstimate seven = Of(Normals(1, 80, 3), Normals(2, 90, 3), workers: 7);
        Assert.Equal((one.Raw, one.PValue, one.Distance, one.NullMean), (seven.Raw, seven.PValue, seven.Distance, seven.NullMean));
    }

    [Fact]
    public void Level_is_kept_in_a_hundred_runs() => AssertLevel(100, static s => Of(Normals(2 * s, 40, 3), Normals((2 * s) + 1, 60, 3), s).PValue);

    [Fact]
    [Trait("Tier", "slow")]
    public void Level_is_kept() => AssertLevel(500, static s => Of(Normals(2 * s, 100, 8), Normals((2 * s) + 1, 150, 8), s, 99).PValue);
}
