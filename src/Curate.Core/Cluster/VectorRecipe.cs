using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;

namespace Curate.Core.Cluster;

/// <summary>
/// How rows become vectors: the columns that are read and what was made of them when centroids were fitted. With it other rows of the same columns become
/// vectors of the same space, bit for bit as a fit had them.
/// </summary>
internal sealed class VectorRecipe
{
    private readonly FeatureTransform? _numbers;
    private readonly double[]? _words;

    private VectorRecipe(IReadOnlyList<ColumnRequest> request, FeatureTransform? numbers, double[]? words)
    {
        Request = request;
        _numbers = numbers;
        _words = words;
    }

    /// <summary>What is read.</summary>
    public IReadOnlyList<ColumnRequest> Request { get; }

    /// <summary>Numbers of a vector.</summary>
    public int Dimension => _numbers?.Dimension ?? _words!.Length;

    /// <summary>Vectors of hashed n-grams.</summary>
    public bool IsText => _words is not null;

    /// <summary>Vectors of one column of vectors.</summary>
    public bool IsEmbedding => Request is [{ Kind: ColumnKind.Vector }];

    /// <summary>The step that was taken on numbers; null for texts.</summary>
    public FeatureTransform? Numbers => _numbers;

    /// <summary>The weights of hashed columns; null for numbers.</summary>
    public double[]? Words => _words;

    /// <summary>A row without one of its features is in no cluster; else it is an error.</summary>
    public bool LeavesOut { get; private init; }

    public static VectorRecipe OfNumbers(IReadOnlyList<ColumnRequest> request, FeatureTransform transform, bool leavesOut) =>
        new(request, transform, null) { LeavesOut = leavesOut };

    public static VectorRecipe OfText(string column, double[] weights, bool leavesOut) => new([new ColumnRequest(column, ColumnKind.Text)], null, weights) { LeavesOut = leavesOut };

    /// <summary>The same, with rows that lack a feature left out.</summary>
    public VectorRecipe Lenient() => new(Request, _numbers, _words) { LeavesOut = true };

    /// <summary>Makes vectors of the rows of batches; for one thread at a time.</summary>
    /// <param name="firstColumn">Where the columns of <see cref="Request"/> begin in a batch.</param>
    public Filler Open(int firstColumn) => new(this, firstColumn);

    private void ThrowMissing(long row, int column) => Fail.With(ErrorCodes.BadValue,
        $"Row {NumberText.Of(row + 1)} has no value in column {Fail.Show(Request[column].Name)}.",
        "Fill the value, or choose with --missing how missing values are treated (drop leaves the row out), or leave the column out.");

    /// <summary>Makes vectors.</summary>
    internal sealed class Filler(VectorRecipe recipe, int firstColumn)
    {
        private readonly int[] _columns = [.. Enumerable.Range(firstColumn, recipe.Request.Count)];
        private readonly TextHashing? _hashing = recipe.IsText ? new TextHashing(firstColumn, new TextHashingOptions { Columns = recipe.Dimension }) : null;

        /// <summary>Writes the vector of a row; false for a row that is left out.</summary>
        /// <exception cref="CurateException">A value is missing that must not be, or is not finite.</exception>
        public bool TryFill(RecordBatch batch, int row, Span<float> to)
        {
            int missing = 0;
            if (_hashing is not null ? TryFillText(batch.Text(firstColumn), row, to) : recipe._numbers!.TryFill(batch, _columns, row, to, out missing))
            {
                return true;
            }

            if (!recipe.LeavesOut)
            {
                recipe.ThrowMissing(batch.FirstRow + row, missing);
            }

            return false;
        }

        private bool TryFillText(TextColumn texts, int row, Span<float> to)
        {
            if (texts.IsNull(row))
            {
                return false;
            }

            _hashing!.Fill(texts[row], recipe._words!, to);
            return true;
        }
    }
}
