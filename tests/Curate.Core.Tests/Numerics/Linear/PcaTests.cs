using System.Text.Json;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Learners;
using Curate.Core.Tests.Numerics.Vectors;

namespace Curate.Core.Tests.Numerics.Linear;

public sealed class PcaTests
{
    [Theory]
    [InlineData("iris")]
    [InlineData("wine")]
    [InlineData("breast-cancer")]
    [InlineData("digits")]
    public void Fit_equals_scikit_learn(string table)
    {
        JsonElement reference = LearnerReference.Of(table, "pca");
        double[] variances = LearnerReference.Numbers(reference.GetProperty("variance"));
        Matrix components = LearnerReference.Matrix(reference.GetProperty("components"));
        Matrix rows = LearnerReference.Table(table).Rows;
        RunContext run = TestVectors.Run();
        Compare(Pca.Fit(rows, variances.Length, run), 1e-8);
        Compare(Pca.FitRandomised(rows, variances.Length, new SeededDraw(1, "pca"), run), table == "digits" ? 1e-2 : 1e-6);

        void Compare(PcaModel model, double tolerance)
        {
            for (int c = 0; c < variances.Length; c++)
            {
                Assert.Equal(variances[c], model.Variances[c], tolerance * variances[c]);

                // Directions are compared up to their sign.
                Assert.Equal(1, Math.Abs(Dense.Dot(components.Row(c), model.Components.Row(c))), tolerance);
            }
        }
    }

    [Fact]
    public void Fit_of_wide_rows_equals_the_covariance_of_narrow_ones()
    {
        // Twelve rows in forty columns: the dual path. The covariance path is forced by repeating each row, which doubles weights only.
        Matrix rows = TestMatrices.Uniform(3, 12, 40);
        double[] weights = TestMatrices.Weights(4, 12);
        RunContext run = TestVectors.Run();
        PcaModel wide = Pca.Fit(rows, 5, run, weights);
        var repeated = new Matrix(48, 40);
        var shared = new double[48];
        for (int i = 0; i < 48; i++)
        {
            rows.Row(i % 12).CopyTo(repeated.Row(i));
            shared[i] = weights[i % 12];
        }

        PcaModel narrow = Pca.Fit(repeated, 5, run, shared);
        ColumnMoments wideMoments = ColumnMoments.Of(rows, weights);
        ColumnMoments narrowMoments = ColumnMoments.Of(repeated, shared);
        for (int c = 0; c < 5; c++)
        {
            Assert.Equal(narrow.Variances[c] * narrowMoments.Divisor / narrowMoments.Weight, wide.Variances[c] * wideMoments.Divisor / wideMoments.Weight, 1e-12);
            TestMatrices.Near(narrow.Components.Row(c), wide.Components.Row(c), 1e-9);
        }
    }

    [Fact]
    public void Transform_whitens()
    {
        Matrix rows = LearnerReference.Table("wine").Rows;
        RunContext run = TestVectors.Run();
        Matrix white = Pca.Fit(rows, 6, run).Transform(rows, whiten: true, run);
        Matrix gram = MatrixProducts.Gram(white);
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                Assert.Equal(i == j ? 1 : 0, gram[i, j] / (rows.Rows - 1), 1e-6);
            }
        }
    }
}
