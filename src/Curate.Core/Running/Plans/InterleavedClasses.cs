using System.Runtime.CompilerServices;
using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>
/// All rows, classes taking turns: row i of the n rows of a class stands at (i + 1/2) / n of the output, so that every class is spread evenly over
/// it. Classes that meet come in their own order.
/// </summary>
/// <param name="classes">The class of each row, from 0.</param>
/// <remarks>Nothing beyond the classes is held.</remarks>
internal sealed class InterleavedClasses(int[] classes) : RowPlan
{
    public override long OutputRows => InputRows;

    public override bool Reorders => true;

    public override PlanCursor Open() => new Cursor(classes);

    /// <summary>Lives inside of a plan that saves the classes.</summary>
    public override void Save(BinaryWriter to) => throw new NotSupportedException("The order of classes is part of another plan.");

    private sealed class Cursor : PlanCursor
    {
        private const int ClassBits = 16;
        private readonly int[] _classes;
        private readonly long[] _sizes;
        private readonly long[] _seen;

        public Cursor(int[] classes)
        {
            _classes = classes;
            int count = 0;
            foreach (int c in classes)
            {
                count = Math.Max(count, c + 1);
            }

            _sizes = new long[count];
            _seen = new long[count];
            foreach (int c in classes)
            {
                _sizes[c]++;
            }
        }

        // No method with 128-bit integers is compiled ahead, so they stay out of the one that all rows pass.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ulong PlaceOf(long seen, long size) => (ulong)(((UInt128)(ulong)((2 * seen) + 1) << 63) / (ulong)size);

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int c = _classes[batch.FirstRow + i];
                ulong place = PlaceOf(_seen[c]++, _sizes[c]);
                into.Keep(i, (place >> ClassBits << ClassBits) + (ulong)Math.Min(c, (1 << ClassBits) - 1));
            }
        }
    }
}
