namespace Curate.Core.Methods;

/// <summary>Thrown by a filter whose state outgrew the memory budget; the runner switches to the filter's fallback.</summary>
public sealed class OutOfBudgetException : Exception
{
}
