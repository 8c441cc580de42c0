import { useQuery } from '@tanstack/react-query';
import { segmentsPath, segmentsResponseSchema } from '../../../contract/segments.ts';
import { getJson } from '../../shared/request.ts';

/** Customers by their scores; they change once a night. */
export function useSegments() {
  return useQuery({
    queryKey: ['customer-segments'],
    queryFn: ({ signal }) => getJson(segmentsResponseSchema, segmentsPath, signal),
  });
}
