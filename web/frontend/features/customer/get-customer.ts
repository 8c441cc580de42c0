import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  customerOrdersPath,
  customerOrdersResponseSchema,
  customerPath,
  customerResponseSchema,
  customerTimelinePath,
  type TimelineKind,
  timelineResponseSchema,
} from '../../../contract/customer.ts';
import { getJson } from '../../shared/request.ts';

const at = (pattern: string, id: string) => pattern.replace(':id', encodeURIComponent(id));

/** One customer: stage, reason, scores, tags. */
export function useCustomer(id: string) {
  return useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => getJson(customerResponseSchema, at(customerPath, id), signal),
  });
}

/** What happened, newest first, 30 at a time; `kind` null = everything. */
export function useTimeline(id: string, kind: TimelineKind | null) {
  return useInfiniteQuery({
    queryKey: ['customer', id, 'timeline', kind],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ limit: '30', ...(kind ? { kinds: kind } : {}) });
      if (pageParam !== null) params.set('after', pageParam);
      return getJson(timelineResponseSchema, `${at(customerTimelinePath, id)}?${params}`, signal);
    },
    getNextPageParam: (page) => page.next,
  });
}

/** Orders, newest first, 20 at a time. */
export function useCustomerOrders(id: string) {
  return useInfiniteQuery({
    queryKey: ['customer', id, 'orders'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ limit: '20' });
      if (pageParam !== null) params.set('after', pageParam);
      return getJson(customerOrdersResponseSchema, `${at(customerOrdersPath, id)}?${params}`, signal);
    },
    getNextPageParam: (page) => page.next,
  });
}
