using System.Text.Json;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Tests.Numerics.Learners;

namespace Curate.Core.Tests.Randomness.Designs;

public sealed class SequenceTests
{
    [Fact]
    public void Sobol_points_equal_those_of_scipy()
    {
        JsonElement reference = LearnerReference.Root.GetProperty("sobol");
        var sequence = new SobolSequence(SobolSequence.MostDimensions);
        var point = new double[sequence.Dimensions];
        for (int k = 0; k < reference.GetProperty("index").GetArrayLength(); k++)
        {
            sequence.Point(reference.GetProperty("index")[k].GetInt64(), point);
            Assert.Equal(LearnerReference.Numbers(reference.GetProperty("point")[k]), point);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sobol_puts_one_point_in_each_equal_cell_of_every_axis(bool shifted)
    {
        var sequence = new SobolSequence(40, shifted ? new SeededDraw(4, "sobol") : null);
        var point = new double[40];
        var seen = new bool[40, 256];
        for (int i = 512; i < 768; i++)
        {
            sequence.Point(i, point);
            for (int p = 0; p < 40; p++)
            {
                int cell = (int)(point[p] * 256);
                Assert.False(seen[p, cell]);
                seen[p, cell] = true;
            }
        }
    }

    [Fact]
    public void Sequences_integrate_better_than_independent_points()
    {
        // The mean of prod 2 x_p over the cube is 1.
        const int Points = 4096;
        var sobol = new SobolSequence(4, new SeededDraw(1, "integral"));
        Assert.InRange(Math.Abs(Mean(sobol.Point) - 1), 0, 0.004);
        Assert.InRange(Math.Sqrt(Enumerable.Range(0, 20).Average(s => Math.Pow(Mean(new RSequence(4, new SeededDraw((ulong)s, "integral")).Point) - 1, 2))), 0, 0.01);

        static double Mean(PointOf next)
        {
            var point = new double[4];
            double sum = 0;
            for (int i = 0; i < Points; i++)
            {
                next(i, point);
                sum += 16 * point[0] * point[1] * point[2] * point[3] / Points;
            }

            return sum;
        }
    }

    [Fact]
    public void The_additive_sequence_of_one_dimension_steps_by_the_golden_ratio()
    {
        var sequence = new RSequence(1);
        double golden = (Math.Sqrt(5) - 1) / 2;
        Span<double> point = stackalloc double[1];
        for (int i = 0; i < 100; i++)
        {
            sequence.Point(i, point);
            double expected = 0.5 + ((i + 1) * golden);
            Assert.Equal(expected - Math.Floor(expected), point[0], 1e-12);
        }

        // Any 2^k consecutive points are spread: gaps of 1000 points are of at most three sizes.
        var sorted = new double[1000];
        for (int i = 0; i < sorted.Length; i++)
        {
            sequence.Point(i, point);
            sorted[i] = point[0];
        }

        Array.Sort(sorted);
        Assert.InRange(sorted.Zip(sorted.Skip(1), static (a, b) => Math.Round((b - a) * 1e9)).Distinct().Count(), 1, 3);
    }

    private delegate void PointOf(long index, Span<double> into);
}
