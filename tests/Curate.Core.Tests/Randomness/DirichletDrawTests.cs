using Curate.Core.Randomness;

namespace Curate.Core.Tests.Randomness;

public sealed class DirichletDrawTests
{
    [Theory]
    [InlineData(0.3, 0.5, 1.2)]
    [InlineData(2, 5, 13)]
    public void Means_and_variances_are_those_of_the_law(double a, double b, double c)
    {
        double[] law = [a, b, 0, c];
        double all = a + b + c;
        const int Points = 20_000;
        var sums = new double[4];
        var squares = new double[4];
        var into = new double[4];
        for (int i = 0; i < Points; i++)
        {
            var stream = new DrawStream(new SeededDraw(5, "dirichlet").For((ulong)i));
            DirichletDraw.Fill(law, ref stream, into);
            Assert.Equal(1, into.Sum(), 12);
            for (int j = 0; j < 4; j++)
            {
                sums[j] += into[j];
                squares[j] += into[j] * into[j];
            }
        }

        for (int j = 0; j < 4; j++)
        {
            double mean = law[j] / all;
            double variance = mean * (1 - mean) / (all + 1);
            Assert.Equal(mean, sums[j] / Points, 0.01);
            Assert.Equal(variance, (squares[j] / Points) - (mean * mean), 0.006);
        }
    }
}
